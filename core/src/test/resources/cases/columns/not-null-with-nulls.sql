-- from
create table t (a int);
insert into t values (null), (null), (1);
-- to
create table t (a int not null);
-- fails
rows stand in the way
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
-- hazards
CAN_FAIL_ON_DATA:public.t.a
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_a6c8d942" CHECK ("a" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_a6c8d942";
-- online 18
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_not_null" NOT NULL "a" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_a_not_null";
