-- from
create table t (id int primary key);
insert into t values (1), (2);
-- to
create table t (id int primary key, a uuid not null default gen_random_uuid(), b bigint generated always as identity,
	c serial, d int generated always as (id * 2) stored);
-- check
(select count(distinct a) = 2 and count(distinct b) = 2 and count(distinct c) = 2 and sum(d) = 6 from t)
-- plan
CREATE SEQUENCE "public"."t_c_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
ALTER TABLE "public"."t" ADD COLUMN "a" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" integer DEFAULT nextval('public.t_c_seq'::regclass) NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS ((id * 2)) STORED;
ALTER SEQUENCE "public"."t_c_seq" OWNED BY "public"."t"."c";
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.t.b
REWRITES_TABLE:public.t.c
REWRITES_TABLE:public.t.d
-- online
CREATE SEQUENCE "public"."t_c_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
ALTER TABLE "public"."t" ADD COLUMN "a" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" integer DEFAULT nextval('public.t_c_seq'::regclass) NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS ((id * 2)) STORED;
ALTER SEQUENCE "public"."t_c_seq" OWNED BY "public"."t"."c";
