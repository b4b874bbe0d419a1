-- from
create domain amount as int;
create table t (a amount);
insert into t values (-50);
-- to
create domain amount as int constraint above check (value > 0);
create table t (a amount);
-- fails
above
-- plan 17
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 0)) NOT VALID;
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
-- hazards 17
CAN_FAIL_ON_DATA:public.amount
-- online 17
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 0)) NOT VALID;
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
