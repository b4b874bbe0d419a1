-- from
create sequence s;
create sequence u as int maxvalue 1000 cycle;
select nextval('s'), nextval('s');
-- to
create sequence s increment 5 minvalue -100 maxvalue 1000 cache 10 cycle;
create sequence u as bigint start 3;
comment on sequence u is 'u';
-- check
(select last_value = 2 from s)
-- plan
SELECT pg_catalog.setval('"public"."s"', GREATEST(-100, LEAST(1000, last_value)), false) FROM "public"."s" WHERE last_value NOT BETWEEN -100 AND 1000;
ALTER SEQUENCE "public"."s" AS bigint START WITH -100 INCREMENT BY 5 MINVALUE -100 MAXVALUE 1000 CACHE 10 CYCLE;
ALTER SEQUENCE "public"."u" AS bigint START WITH 3 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
COMMENT ON SEQUENCE "public"."u" IS 'u';
