-- allow DELETES_DATA:public.t
-- from
create table t (a int);
create view v as select a from t;
create policy own on t using (a in (select a from v));
create function own(t) returns boolean language sql begin atomic select $1.a > 0; end;
alter table t add constraint own check (own(t.*));
-- to
-- plan
DROP POLICY "own" ON "public"."t";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP CONSTRAINT "own";
DROP FUNCTION "public"."own"(public.t);
DROP TABLE "public"."t";
-- hazards
DELETES_DATA:public.t
BREAKS_RUNNING_CODE:public.v
UNTRACKED_DEPENDENCIES:public.own(public.t)
-- online
DROP POLICY "own" ON "public"."t";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP CONSTRAINT "own";
DROP FUNCTION "public"."own"(public.t);
DROP TABLE "public"."t";
