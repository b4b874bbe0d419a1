-- from
create table t (a int primary key, b int not null);
create table r (a int references t);
insert into t values (1, 2);
insert into r values (1);
-- to
create table t (a int not null unique, b int primary key);
create table r (a int references t (a));
-- plan
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY (b);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_key" UNIQUE (a);
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_a_key
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_9fa1ec9e" ON "public"."t" USING btree (b);
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY USING INDEX "automigrate_index_9fa1ec9e";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_a_key" ON "public"."t" USING btree (a);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_key" UNIQUE USING INDEX "t_a_key";
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."r" VALIDATE CONSTRAINT "r_a_fkey";
