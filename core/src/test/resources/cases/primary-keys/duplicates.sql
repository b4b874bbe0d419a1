-- from
create table t (a int not null);
insert into t values (1), (7), (7);
-- to
create table t (a int primary key);
-- fails
7
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY (a);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_pkey
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_pkey" ON "public"."t" USING btree (a);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY USING INDEX "t_pkey";
