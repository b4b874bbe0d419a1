-- from
create domain amount as int;
create table t (a amount);
insert into t values (-50);
-- to
create domain amount as int constraint above check (value > 0);
create table t (a amount);
-- fails
row stands in the way
-- plan
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 0)) NOT VALID;
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
-- hazards
CAN_FAIL_ON_DATA:public.amount
-- online
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 0)) NOT VALID;
-- in a transaction of its own
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
