-- from
create type mood as enum ('a', 'b', 'c');
create table t (m mood default 'a', ms mood[] default '{a,b}');
create table u (m mood not null, check (m <> 'a'));
create index i on t (m) where m = 'a';
create view v as select m from t where m > 'a';
create function f(m mood) returns mood language sql as 'select m';
insert into t values ('a', '{a}');
insert into u values ('c');
-- to
create type mood as enum ('a', 'c');
create table t (m mood default 'a', ms mood[] default '{a,c}');
create table u (m mood not null, check (m <> 'a'));
create index i on t (m) where m = 'a';
create view v as select m from t where m > 'a';
create function f(m mood) returns mood language sql as 'select m';
-- plan
DROP FUNCTION "public"."f"(public.mood);
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" DROP DEFAULT;
DROP INDEX "public"."i";
ALTER TABLE "public"."u" DROP CONSTRAINT "u_m_check";
DROP VIEW "public"."v";
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a', 'c');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "ms" TYPE public.mood[] USING "ms"::text[]::public.mood[];
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$select m$function$;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" SET DEFAULT '{a,c}'::public.mood[];
ALTER TABLE "public"."u" ADD CONSTRAINT "u_m_check" CHECK ((m <> 'a'::public.mood));
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
CREATE VIEW "public"."v" AS
SELECT t.m
   FROM public.t
  WHERE (t.m > 'a'::public.mood);
-- plan 16
DROP FUNCTION "public"."f"(public.mood);
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" DROP DEFAULT;
DROP INDEX "public"."i";
ALTER TABLE "public"."u" DROP CONSTRAINT "u_m_check";
DROP VIEW "public"."v";
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a', 'c');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "ms" TYPE public.mood[] USING "ms"::text[]::public.mood[];
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$select m$function$;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" SET DEFAULT '{a,c}'::public.mood[];
ALTER TABLE "public"."u" ADD CONSTRAINT "u_m_check" CHECK ((m <> 'a'::public.mood));
CREATE INDEX "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
CREATE VIEW "public"."v" AS
SELECT m
   FROM public.t
  WHERE (m > 'a'::public.mood);
-- hazards
CAN_FAIL_ON_DATA:public.mood
REWRITES_TABLE:public.mood
-- online
DROP FUNCTION "public"."f"(public.mood);
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" DROP DEFAULT;
DROP INDEX "public"."i";
ALTER TABLE "public"."u" DROP CONSTRAINT "u_m_check";
DROP VIEW "public"."v";
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a', 'c');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "ms" TYPE public.mood[] USING "ms"::text[]::public.mood[];
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$select m$function$;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" SET DEFAULT '{a,c}'::public.mood[];
ALTER TABLE "public"."u" ADD CONSTRAINT "u_m_check" CHECK ((m <> 'a'::public.mood)) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT t.m
   FROM public.t
  WHERE (t.m > 'a'::public.mood);
-- in a transaction of its own
ALTER TABLE "public"."u" VALIDATE CONSTRAINT "u_m_check";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
-- in a transaction of its own
ANALYZE "public"."t" ("m", "ms");
-- in a transaction of its own
ANALYZE "public"."u" ("m");
-- online 16
DROP FUNCTION "public"."f"(public.mood);
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" DROP DEFAULT;
DROP INDEX "public"."i";
ALTER TABLE "public"."u" DROP CONSTRAINT "u_m_check";
DROP VIEW "public"."v";
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a', 'c');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
ALTER TABLE "public"."t" ALTER COLUMN "ms" TYPE public.mood[] USING "ms"::text[]::public.mood[];
ALTER TABLE "public"."u" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS public.mood
 LANGUAGE sql
AS $function$select m$function$;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "ms" SET DEFAULT '{a,c}'::public.mood[];
ALTER TABLE "public"."u" ADD CONSTRAINT "u_m_check" CHECK ((m <> 'a'::public.mood)) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT m
   FROM public.t
  WHERE (m > 'a'::public.mood);
-- in a transaction of its own
ALTER TABLE "public"."u" VALIDATE CONSTRAINT "u_m_check";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (m) WHERE (m = 'a'::public.mood);
-- in a transaction of its own
ANALYZE "public"."t" ("m", "ms");
-- in a transaction of its own
ANALYZE "public"."u" ("m");
