-- from
create table t (a int, b int not null, c int);
insert into t values (1, 2, 3);
-- to
create table t (a int not null, b int, c int not null default 7);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET NOT NULL;
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP NOT NULL;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET DEFAULT 7;
-- hazards
CAN_FAIL_ON_DATA:public.t.a
CAN_FAIL_ON_DATA:public.t.c
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_a6c8d942" CHECK ("a" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_48c6b86e" CHECK ("c" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_48c6b86e";
ALTER TABLE "public"."t" ALTER COLUMN "c" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_48c6b86e";
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP NOT NULL;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET DEFAULT 7;
-- online 18
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_not_null" NOT NULL "a" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_a_not_null";
ALTER TABLE "public"."t" ADD CONSTRAINT "t_c_not_null" NOT NULL "c" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_c_not_null";
ALTER TABLE "public"."t" ALTER COLUMN "b" DROP NOT NULL;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET DEFAULT 7;
