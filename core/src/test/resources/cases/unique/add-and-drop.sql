-- from
create table t (a int unique, b int, c int);
insert into t values (1, 2, 3);
-- to
create table t (a int, b int, c int, unique (b), constraint pair unique (b, c) deferrable initially deferred);
comment on constraint pair on t is 'a pair';
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "pair" UNIQUE (b, c) DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT "pair" ON "public"."t" IS 'a pair';
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_key" UNIQUE (b);
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_key";
-- hazards
CAN_FAIL_ON_DATA:public.t.pair
CAN_FAIL_ON_DATA:public.t.t_b_key
WEAKENS_INTEGRITY:public.t.t_a_key
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "pair" ON "public"."t" USING btree (b, c);
ALTER TABLE "public"."t" ADD CONSTRAINT "pair" UNIQUE USING INDEX "pair" DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT "pair" ON "public"."t" IS 'a pair';
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_b_key" ON "public"."t" USING btree (b);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_b_key" UNIQUE USING INDEX "t_b_key";
ALTER TABLE "public"."t" DROP CONSTRAINT "t_a_key";
