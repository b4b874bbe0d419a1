-- from
create table t (id int);
-- to
create extension pg_trgm;
create extension citext;
create table t (id int, a citext, b text);
create index i on t using gin (b gin_trgm_ops);
-- plan
CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "public";
CREATE EXTENSION IF NOT EXISTS "pg_trgm" WITH SCHEMA "public";
ALTER TABLE "public"."t" ADD COLUMN "a" public.citext;
ALTER TABLE "public"."t" ADD COLUMN "b" text;
CREATE INDEX "i" ON "public"."t" USING gin (b public.gin_trgm_ops);
-- online
CREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "public";
CREATE EXTENSION IF NOT EXISTS "pg_trgm" WITH SCHEMA "public";
ALTER TABLE "public"."t" ADD COLUMN "a" public.citext;
ALTER TABLE "public"."t" ADD COLUMN "b" text;
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING gin (b public.gin_trgm_ops);
