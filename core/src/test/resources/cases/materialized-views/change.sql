-- from
create table t (id int, v text);
create materialized view m as select id from t;
create unique index m_id on m (id);
create view w as select id from m;
grant select on m to case_reader;
insert into t values (1, 'x');
refresh materialized view m;
-- to
create table t (id int, v text);
create materialized view m as select id, v from t where id > 0;
create unique index m_id on m (id);
create view w as select id from m;
grant select on m to case_reader;
-- check
(select count(*) = 1 from m)
-- plan
DROP VIEW "public"."w";
DROP MATERIALIZED VIEW "public"."m";
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT t.id,
    t.v
   FROM public.t
  WHERE (t.id > 0);
GRANT SELECT ON TABLE "public"."m" TO "case_reader";
CREATE UNIQUE INDEX "m_id" ON "public"."m" USING btree (id);
CREATE VIEW "public"."w" AS
SELECT m.id
   FROM public.m;
-- plan 16
DROP VIEW "public"."w";
DROP MATERIALIZED VIEW "public"."m";
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT id,
    v
   FROM public.t
  WHERE (id > 0);
GRANT SELECT ON TABLE "public"."m" TO "case_reader";
CREATE UNIQUE INDEX "m_id" ON "public"."m" USING btree (id);
CREATE VIEW "public"."w" AS
SELECT id
   FROM public.m;
-- hazards
BREAKS_RUNNING_CODE:public.m
