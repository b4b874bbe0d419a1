-- from
create table t (id int, v text);
create function f() returns bigint language sql begin atomic select count(id) from t; end;
-- to
create table t (id bigint, v text);
create function f() returns bigint language sql begin atomic select count(id) from t where v is null; end;
-- plan
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(t.id) AS count
    FROM public.t
   WHERE (t.v IS NULL);
END;
-- hazards
REWRITES_TABLE:public.t.id
-- online
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT count(t.id) AS count
    FROM public.t
   WHERE (t.v IS NULL);
END;
-- in a transaction of its own
ANALYZE "public"."t" ("id");
