-- policy ALTER
-- from
create table t (id int, surplus text, a int);
create index i on t (a);
create table other (id int);
comment on table t is 'kept';
-- to
create table t (id int, a bigint not null, b text);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "b" text;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
-- hazards
REWRITES_TABLE:public.t.a
CAN_FAIL_ON_DATA:public.t.a
-- unmanaged
table other
column surplus of t
index i on t
comment of table t
-- online
ALTER TABLE "public"."t" ADD COLUMN "b" text;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_a6c8d942" CHECK ("a" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_a6c8d942";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
-- online 18
ALTER TABLE "public"."t" ADD COLUMN "b" text;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_not_null" NOT NULL "a" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_a_not_null";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
