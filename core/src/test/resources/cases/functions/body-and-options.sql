-- from
create function f(i int) returns int language sql as 'select i';
create function g() returns int language plpgsql as 'begin return 1; end';
comment on function g() is 'old';
-- to
create function f(i int) returns int language sql immutable strict parallel safe cost 7 as 'select i + 1';
create function g() returns int language plpgsql security definer set search_path = pg_catalog as 'begin return 2; end';
comment on function g() is 'new';
-- plan
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 7
AS $function$select i + 1$function$;
CREATE OR REPLACE FUNCTION public.g()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$begin return 2; end$function$;
COMMENT ON FUNCTION "public"."g"() IS 'new';
-- hazards
UNTRACKED_DEPENDENCIES:public.f(integer)
UNTRACKED_DEPENDENCIES:public.g()
-- online
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 7
AS $function$select i + 1$function$;
CREATE OR REPLACE FUNCTION public.g()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$begin return 2; end$function$;
COMMENT ON FUNCTION "public"."g"() IS 'new';
