-- from
create table t (a int default 5, b int, c date, d text);
create index on t (a);
create view v as select a from t;
insert into t values (1, 2, '2026-01-01', '7');
-- to
create table t (a bigint default 5, b text, c timestamp, d int);
create index on t (a);
create view v as select a from t;
-- check
(select a = 1 and b = '2' and c = '2026-01-01' and d = 7 from t)
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE timestamp without time zone;
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE integer USING "d"::integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT t.a
   FROM public.t;
-- plan 16
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE timestamp without time zone;
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE integer USING "d"::integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT a
   FROM public.t;
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.t.b
REWRITES_TABLE:public.t.c
CAN_FAIL_ON_DATA:public.t.d
REWRITES_TABLE:public.t.d
-- online
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE timestamp without time zone;
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE integer USING "d"::integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT t.a
   FROM public.t;
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b", "c", "d");
-- online 16
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE timestamp without time zone;
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE integer USING "d"::integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT a
   FROM public.t;
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b", "c", "d");
