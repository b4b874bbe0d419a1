-- from
create table t (id int);
create view v as select id from t;
-- to
create table t (id int);
create materialized view v as select id from t;
-- plan 17
DROP VIEW "public"."v";
CREATE MATERIALIZED VIEW "public"."v" AS
SELECT id
   FROM public.t;
-- hazards 17
BREAKS_RUNNING_CODE:public.v
-- online 17
DROP VIEW "public"."v";
CREATE MATERIALIZED VIEW "public"."v" AS
SELECT id
   FROM public.t;
