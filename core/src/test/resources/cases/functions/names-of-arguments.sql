-- from
create function f(a int, b int) returns int language sql as 'select a';
-- to
create function f(b int, a int) returns int language sql as 'select a';
-- plan
DROP FUNCTION "public"."f"(integer, integer);
CREATE OR REPLACE FUNCTION public.f(b integer, a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select a$function$;
-- online
DROP FUNCTION "public"."f"(integer, integer);
CREATE OR REPLACE FUNCTION public.f(b integer, a integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select a$function$;
