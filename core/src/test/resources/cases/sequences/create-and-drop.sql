-- allow DELETES_DATA:public.gone
-- from
create sequence gone;
create table t (a int default nextval('gone'));
-- to
create sequence s as bigint start 10 increment 10;
create table t (a int default nextval('s'));
alter sequence s owned by t.a;
-- plan
CREATE SEQUENCE "public"."s" AS bigint START WITH 10 INCREMENT BY 10 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT nextval('public.s'::regclass);
ALTER SEQUENCE "public"."s" OWNED BY "public"."t"."a";
DROP SEQUENCE "public"."gone";
-- hazards
DELETES_DATA:public.gone
-- online
CREATE SEQUENCE "public"."s" AS bigint START WITH 10 INCREMENT BY 10 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT nextval('public.s'::regclass);
ALTER SEQUENCE "public"."s" OWNED BY "public"."t"."a";
DROP SEQUENCE "public"."gone";
