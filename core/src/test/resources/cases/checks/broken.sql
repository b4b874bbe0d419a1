-- from
create table t (a int);
insert into t values (-5), (1);
-- to
create table t (a int, constraint c check (a > 0));
-- fails
-5
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((a > 0));
-- hazards
CAN_FAIL_ON_DATA:public.t.c
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((a > 0)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
