-- from
create table t (a int, b int, constraint c check (a > 0), constraint gone check (b > 0));
insert into t values (5, 5);
-- to
create table t (a int, b int, constraint c check (a > 1), constraint new check (b < 10) no inherit);
comment on constraint new on t is 'small';
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "new" CHECK ((b < 10)) NO INHERIT;
COMMENT ON CONSTRAINT "new" ON "public"."t" IS 'small';
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((a > 1));
ALTER TABLE "public"."t" DROP CONSTRAINT "gone";
-- hazards
CAN_FAIL_ON_DATA:public.t.new
WEAKENS_INTEGRITY:public.t.gone
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "new" CHECK ((b < 10)) NO INHERIT NOT VALID;
COMMENT ON CONSTRAINT "new" ON "public"."t" IS 'small';
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "new";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((a > 1)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
ALTER TABLE "public"."t" DROP CONSTRAINT "gone";
