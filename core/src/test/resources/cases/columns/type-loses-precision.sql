-- allow LOSES_PRECISION:public.t.a
-- from
create table t (id int, a numeric(10, 2));
insert into t values (1, 1.55);
-- to
create table t (id int, a integer);
-- check
(select a = 2 from t)
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer;
-- hazards
LOSES_PRECISION:public.t.a
REWRITES_TABLE:public.t.a
-- online
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer;
-- in a transaction of its own
ANALYZE "public"."t" ("a");
