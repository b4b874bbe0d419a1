-- allow DELETES_DATA:public.p.id
-- from
create table p (id bigserial not null);
create table t (a int) inherits (p);
insert into t values (1, 1);
-- to
create table p (a int);
create table q (id bigserial not null);
create table t (a int) inherits (q);
-- plan
ALTER TABLE "public"."t" NO INHERIT "public"."p";
CREATE SEQUENCE "public"."q_id_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
CREATE TABLE "public"."q" (
    "id" bigint DEFAULT nextval('public.q_id_seq'::regclass) NOT NULL
);
ALTER TABLE "public"."t" INHERIT "public"."q";
ALTER TABLE "public"."p" ADD COLUMN "a" integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.q_id_seq'::regclass);
ALTER SEQUENCE "public"."q_id_seq" OWNED BY "public"."q"."id";
ALTER TABLE "public"."p" DROP COLUMN "id";
-- hazards
DELETES_DATA:public.p.id
-- online
ALTER TABLE "public"."t" NO INHERIT "public"."p";
CREATE SEQUENCE "public"."q_id_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
CREATE TABLE "public"."q" (
    "id" bigint DEFAULT nextval('public.q_id_seq'::regclass) NOT NULL
);
ALTER TABLE "public"."t" INHERIT "public"."q";
ALTER TABLE "public"."p" ADD COLUMN "a" integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.q_id_seq'::regclass);
ALTER SEQUENCE "public"."q_id_seq" OWNED BY "public"."q"."id";
ALTER TABLE "public"."p" DROP COLUMN "id";
-- plan 18
ALTER TABLE "public"."t" NO INHERIT "public"."p";
CREATE SEQUENCE "public"."q_id_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
CREATE TABLE "public"."q" (
    "id" bigint DEFAULT nextval('public.q_id_seq'::regclass) NOT NULL
);
ALTER TABLE "public"."t" RENAME CONSTRAINT "p_id_not_null" TO "q_id_not_null";
ALTER TABLE "public"."t" INHERIT "public"."q";
ALTER TABLE "public"."p" ADD COLUMN "a" integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.q_id_seq'::regclass);
ALTER SEQUENCE "public"."q_id_seq" OWNED BY "public"."q"."id";
ALTER TABLE "public"."p" DROP COLUMN "id";
-- online 18
ALTER TABLE "public"."t" NO INHERIT "public"."p";
CREATE SEQUENCE "public"."q_id_seq" AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;
CREATE TABLE "public"."q" (
    "id" bigint DEFAULT nextval('public.q_id_seq'::regclass) NOT NULL
);
ALTER TABLE "public"."t" RENAME CONSTRAINT "p_id_not_null" TO "q_id_not_null";
ALTER TABLE "public"."t" INHERIT "public"."q";
ALTER TABLE "public"."p" ADD COLUMN "a" integer;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "id" SET DEFAULT nextval('public.q_id_seq'::regclass);
ALTER SEQUENCE "public"."q_id_seq" OWNED BY "public"."q"."id";
ALTER TABLE "public"."p" DROP COLUMN "id";
