-- from
create table t (a serial primary key);
insert into t default values;
-- to
create table t (a bigserial primary key);
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
ALTER SEQUENCE "public"."t_a_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT nextval('public.t_a_seq'::regclass);
-- hazards
REWRITES_TABLE:public.t.a
-- online
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" DROP DEFAULT;
ALTER SEQUENCE "public"."t_a_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT nextval('public.t_a_seq'::regclass);
-- in a transaction of its own
ANALYZE "public"."t" ("a");
