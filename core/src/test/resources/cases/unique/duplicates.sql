-- from
create table t (a int, b text);
insert into t values (1, 'x'), (1, 'x'), (2, 'y');
-- to
create table t (a int, b text, unique (a, b));
-- fails
x
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_b_key" UNIQUE (a, b);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_a_b_key
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_a_b_key" ON "public"."t" USING btree (a, b);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_b_key" UNIQUE USING INDEX "t_a_b_key";
