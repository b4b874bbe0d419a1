-- from
create table t (id int);
create view v as select id from t;
-- to
create table t (id int);
create materialized view v as select id from t;
-- plan
DROP VIEW "public"."v";
CREATE MATERIALIZED VIEW "public"."v" AS
SELECT t.id
   FROM public.t;
-- plan 16
DROP VIEW "public"."v";
CREATE MATERIALIZED VIEW "public"."v" AS
SELECT id
   FROM public.t;
-- hazards
BREAKS_RUNNING_CODE:public.v
