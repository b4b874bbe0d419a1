-- from
create table t (id int);
create materialized view gone as select id from t;
-- to
create table t (id int);
create materialized view m as select id from t;
create unique index m_id on m (id);
create view v as select id from m;
-- plan
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT t.id
   FROM public.t;
CREATE UNIQUE INDEX "m_id" ON "public"."m" USING btree (id);
CREATE VIEW "public"."v" AS
SELECT m.id
   FROM public.m;
DROP MATERIALIZED VIEW "public"."gone";
-- plan 16
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT id
   FROM public.t;
CREATE UNIQUE INDEX "m_id" ON "public"."m" USING btree (id);
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.m;
DROP MATERIALIZED VIEW "public"."gone";
-- hazards
BREAKS_RUNNING_CODE:public.gone
