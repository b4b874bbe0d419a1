-- min-major 15
-- from
create table t (a int, b int, constraint u unique (a));
insert into t values (1, 2), (null, 3);
-- to
create table t (a int, b int, constraint u unique nulls not distinct (a), unique nulls not distinct (b));
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_key" UNIQUE NULLS NOT DISTINCT (b);
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE NULLS NOT DISTINCT (a);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_b_key
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_bce359ce" ON "public"."t" USING btree (a) NULLS NOT DISTINCT;
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_b_key" ON "public"."t" USING btree (b) NULLS NOT DISTINCT;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_key" UNIQUE USING INDEX "t_b_key";
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE USING INDEX "automigrate_index_bce359ce";
