-- from
create table t (a int, b int not null, primary key (a));
insert into t values (1, 2);
-- to
create table t (a int, b int not null, primary key (a, b));
-- plan
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY (a, b);
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_069c3ea2" ON "public"."t" USING btree (a, b);
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY USING INDEX "automigrate_index_069c3ea2";
