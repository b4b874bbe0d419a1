-- from
create table t (id int);
create materialized view m with (fillfactor = 90) as select id from t;
comment on materialized view m is 'old';
-- to
create table t (id int);
create materialized view m with (autovacuum_enabled = false) as select id from t;
comment on materialized view m is 'new';
-- plan
ALTER MATERIALIZED VIEW "public"."m" SET (autovacuum_enabled='false');
ALTER MATERIALIZED VIEW "public"."m" RESET (fillfactor);
COMMENT ON MATERIALIZED VIEW "public"."m" IS 'new';
-- online
ALTER MATERIALIZED VIEW "public"."m" SET (autovacuum_enabled='false');
ALTER MATERIALIZED VIEW "public"."m" RESET (fillfactor);
COMMENT ON MATERIALIZED VIEW "public"."m" IS 'new';
