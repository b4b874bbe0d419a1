-- from
create function ok(i int) returns boolean language sql immutable as 'select i > 0';
create table t (a int, constraint c check (ok(a)));
insert into t values (5);
-- to
create function fine(i int) returns boolean language sql immutable as 'select i > 1';
create table t (a int, constraint c check (fine(a)));
-- plan
CREATE OR REPLACE FUNCTION public.fine(i integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select i > 1$function$;
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK (public.fine(a));
DROP FUNCTION "public"."ok"(integer);
-- hazards
UNTRACKED_DEPENDENCIES:public.fine(integer)
UNTRACKED_DEPENDENCIES:public.ok(integer)
-- online
CREATE OR REPLACE FUNCTION public.fine(i integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$select i > 1$function$;
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK (public.fine(a)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
DROP FUNCTION "public"."ok"(integer);
