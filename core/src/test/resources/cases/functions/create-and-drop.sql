-- from
create table t (id int);
create function gone() returns int language sql as 'select 1';
-- to
create table t (id int);
create table late (id int);
create function b() returns bigint language sql as 'select count(*) from late';
create function c(i int) returns boolean language sql immutable begin atomic select i > 0; end;
alter table t add check (c(id));
-- plan
CREATE TABLE "public"."late" (
    "id" integer
);
CREATE OR REPLACE FUNCTION public.b()
 RETURNS bigint
 LANGUAGE sql
AS $function$select count(*) from late$function$;
CREATE OR REPLACE FUNCTION public.c(i integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT (i > 0);
END;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_id_check" CHECK (public.c(id));
DROP FUNCTION "public"."gone"();
-- hazards
UNTRACKED_DEPENDENCIES:public.b()
CAN_FAIL_ON_DATA:public.t.t_id_check
UNTRACKED_DEPENDENCIES:public.gone()
-- online
CREATE TABLE "public"."late" (
    "id" integer
);
CREATE OR REPLACE FUNCTION public.b()
 RETURNS bigint
 LANGUAGE sql
AS $function$select count(*) from late$function$;
CREATE OR REPLACE FUNCTION public.c(i integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
BEGIN ATOMIC
 SELECT (i > 0);
END;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_id_check" CHECK (public.c(id)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_id_check";
DROP FUNCTION "public"."gone"();
