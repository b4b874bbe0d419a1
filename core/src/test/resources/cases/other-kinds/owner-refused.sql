-- from
-- to
create type span as range (subtype = int);
create table t (id serial primary key, a span);
create table u (id serial primary key);
-- plan
CREATE SEQUENCE "public"."t_id_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
CREATE SEQUENCE "public"."u_id_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
CREATE TABLE "public"."u" (
    "id" integer DEFAULT nextval('public.u_id_seq'::regclass) NOT NULL,
    CONSTRAINT "u_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."u_id_seq" OWNED BY "public"."u"."id";
-- refused
Table "public"."t" needs range type public.span, which is not there and not compared. Create that by a statement of your own.
Sequence "public"."t_id_seq" is held back: it needs table "public"."t", which is refused. See there.
-- not compared
range type public.span
-- online
CREATE SEQUENCE "public"."t_id_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
CREATE SEQUENCE "public"."u_id_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
CREATE TABLE "public"."u" (
    "id" integer DEFAULT nextval('public.u_id_seq'::regclass) NOT NULL,
    CONSTRAINT "u_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."u_id_seq" OWNED BY "public"."u"."id";
