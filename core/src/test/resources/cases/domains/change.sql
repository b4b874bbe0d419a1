-- from
create domain amount as int default 5 constraint above check (value > 0) constraint gone check (value <> 7);
create table t (a amount);
insert into t values (50);
-- to
create domain amount as int default 6 not null constraint above check (value > 1) constraint below check (value < 100);
create table t (a amount);
comment on domain amount is 'money';
-- plan
ALTER DOMAIN "public"."amount" SET DEFAULT 6;
ALTER DOMAIN "public"."amount" DROP CONSTRAINT "above";
ALTER DOMAIN "public"."amount" DROP CONSTRAINT "gone";
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 1)) NOT VALID;
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "below" CHECK ((VALUE < 100)) NOT VALID;
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "below";
ALTER DOMAIN "public"."amount" SET NOT NULL;
COMMENT ON DOMAIN "public"."amount" IS 'money';
-- hazards
CAN_FAIL_ON_DATA:public.amount
-- online
ALTER DOMAIN "public"."amount" SET DEFAULT 6;
ALTER DOMAIN "public"."amount" DROP CONSTRAINT "above";
ALTER DOMAIN "public"."amount" DROP CONSTRAINT "gone";
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "above" CHECK ((VALUE > 1)) NOT VALID;
ALTER DOMAIN "public"."amount" ADD CONSTRAINT "below" CHECK ((VALUE < 100)) NOT VALID;
-- in a transaction of its own
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "above";
-- in a transaction of its own
ALTER DOMAIN "public"."amount" VALIDATE CONSTRAINT "below";
-- in a transaction of its own
ALTER DOMAIN "public"."amount" SET NOT NULL;
COMMENT ON DOMAIN "public"."amount" IS 'money';
