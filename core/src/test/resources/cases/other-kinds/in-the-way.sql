-- from
create table t (x int, y int);
create statistics related on x, y from t;
create rule quiet as on delete to t do also nothing;
insert into t values (1, 2);
-- to
create table t (x bigint, y int);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "x" TYPE bigint;
-- hazards
REWRITES_TABLE:public.t.x
-- not compared
rule quiet on public.t
statistics object public.related
-- online
ALTER TABLE "public"."t" ALTER COLUMN "x" TYPE bigint;
-- in a transaction of its own
ANALYZE "public"."t" ("x");
