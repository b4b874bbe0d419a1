-- min-major 18
-- from
create table t (a int, b int constraint old not null, c int constraint gone not null, d int not null);
insert into t values (1, 1, 1, 1);
-- to
create table t (a int constraint a_there not null, b int constraint new not null, c int, d int constraint d_named not null);
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "a_there" NOT NULL "a";
ALTER TABLE "public"."t" ALTER COLUMN "c" DROP NOT NULL;
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_d_not_null" TO "d_named";
-- hazards
CAN_FAIL_ON_DATA:public.t.a
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "a_there" NOT NULL "a" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "a_there";
ALTER TABLE "public"."t" ALTER COLUMN "c" DROP NOT NULL;
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
ALTER TABLE "public"."t" RENAME CONSTRAINT "t_d_not_null" TO "d_named";
