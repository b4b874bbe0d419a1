-- from
create domain amount as int check (value > 0);
create table t (a amount default 3, b amount[]);
create view v as select a from t;
insert into t values (50, '{1}');
-- to
create domain amount as bigint check (value > 0);
create table t (a amount default 3, b amount[]);
create view v as select a from t;
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER DOMAIN "public"."amount" RENAME TO "automigrate_old_c44f0462";
CREATE DOMAIN "public"."amount" AS bigint CONSTRAINT "amount_check" CHECK ((VALUE > 0));
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount USING "a"::text::public.amount;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE public.amount[] USING "b"::text[]::public.amount[];
DROP DOMAIN "public"."automigrate_old_c44f0462";
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 3;
CREATE VIEW "public"."v" AS
SELECT t.a
   FROM public.t;
-- plan 16
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER DOMAIN "public"."amount" RENAME TO "automigrate_old_c44f0462";
CREATE DOMAIN "public"."amount" AS bigint CONSTRAINT "amount_check" CHECK ((VALUE > 0));
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount USING "a"::text::public.amount;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE public.amount[] USING "b"::text[]::public.amount[];
DROP DOMAIN "public"."automigrate_old_c44f0462";
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 3;
CREATE VIEW "public"."v" AS
SELECT a
   FROM public.t;
-- hazards
CAN_FAIL_ON_DATA:public.amount
REWRITES_TABLE:public.amount
-- online
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER DOMAIN "public"."amount" RENAME TO "automigrate_old_c44f0462";
CREATE DOMAIN "public"."amount" AS bigint CONSTRAINT "amount_check" CHECK ((VALUE > 0));
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount USING "a"::text::public.amount;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE public.amount[] USING "b"::text[]::public.amount[];
DROP DOMAIN "public"."automigrate_old_c44f0462";
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 3;
CREATE VIEW "public"."v" AS
SELECT t.a
   FROM public.t;
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b");
-- online 16
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER DOMAIN "public"."amount" RENAME TO "automigrate_old_c44f0462";
CREATE DOMAIN "public"."amount" AS bigint CONSTRAINT "amount_check" CHECK ((VALUE > 0));
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount USING "a"::text::public.amount;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE public.amount[] USING "b"::text[]::public.amount[];
DROP DOMAIN "public"."automigrate_old_c44f0462";
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 3;
CREATE VIEW "public"."v" AS
SELECT a
   FROM public.t;
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b");
