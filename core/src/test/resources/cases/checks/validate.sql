-- from
create table t (a int);
alter table t add constraint c check (a > 0) not valid;
insert into t values (5);
-- to
create table t (a int, constraint c check (a > 0));
alter table t add constraint d check (a > 1) not valid;
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "d" CHECK ((a > 1)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
-- hazards
CAN_FAIL_ON_DATA:public.t.c
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "d" CHECK ((a > 1)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
