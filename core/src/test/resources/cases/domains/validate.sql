-- from
create domain amount as int;
alter domain amount add constraint above check (value > 0) not valid;
create table t (a amount);
insert into t values (50);
-- to
create domain amount as int constraint above check (value > 0);
create table t (a amount);
-- plan
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
-- hazards
CAN_FAIL_ON_DATA:public.amount
-- online
-- in a transaction of its own
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
