-- from
create table t (id int, v text);
create view a as select id, v from t;
create view b as select id from a;
create materialized view m as select id from b;
create index m_id on m (id);
comment on view b is 'kept';
grant select on b to case_reader;
-- to
create table t (id int, v text);
create view a as select v, id::bigint from t;
create view b as select id from a;
create materialized view m as select id from b;
create index m_id on m (id);
comment on view b is 'kept';
grant select on b to case_reader;
-- plan
DROP MATERIALIZED VIEW "public"."m";
DROP VIEW "public"."b";
DROP VIEW "public"."a";
CREATE VIEW "public"."a" AS
SELECT t.v,
    (t.id)::bigint AS id
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT a.id
   FROM public.a;
COMMENT ON VIEW "public"."b" IS 'kept';
GRANT SELECT ON TABLE "public"."b" TO "case_reader";
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT b.id
   FROM public.b;
CREATE INDEX "m_id" ON "public"."m" USING btree (id);
-- plan 16
DROP MATERIALIZED VIEW "public"."m";
DROP VIEW "public"."b";
DROP VIEW "public"."a";
CREATE VIEW "public"."a" AS
SELECT v,
    (id)::bigint AS id
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT id
   FROM public.a;
COMMENT ON VIEW "public"."b" IS 'kept';
GRANT SELECT ON TABLE "public"."b" TO "case_reader";
CREATE MATERIALIZED VIEW "public"."m" AS
SELECT id
   FROM public.b;
CREATE INDEX "m_id" ON "public"."m" USING btree (id);
