-- from
create type pair as (a int, b text);
create table t (p pair);
insert into t values ((1, 'x'));
-- to
create type pair as (a bigint, b text);
create table t (p pair);
-- plan
ALTER TYPE "public"."pair" RENAME TO "automigrate_old_b6b595c7";
CREATE TYPE "public"."pair" AS ("a" bigint, "b" text);
ALTER TABLE "public"."t" ALTER COLUMN "p" TYPE public.pair USING CASE WHEN "p" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("p")."a"::bigint, ("p")."b"::text)::public.pair END;
DROP TYPE "public"."automigrate_old_b6b595c7";
-- online
ALTER TYPE "public"."pair" RENAME TO "automigrate_old_b6b595c7";
CREATE TYPE "public"."pair" AS ("a" bigint, "b" text);
ALTER TABLE "public"."t" ALTER COLUMN "p" TYPE public.pair USING CASE WHEN "p" IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(("p")."a"::bigint, ("p")."b"::text)::public.pair END;
DROP TYPE "public"."automigrate_old_b6b595c7";
-- in a transaction of its own
ANALYZE "public"."t" ("p");
-- hazards
REWRITES_TABLE:public.pair
