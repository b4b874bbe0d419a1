-- from
create function f(int) returns int language sql as 'select 1';
create function f(text) returns int language sql as 'select 2';
-- to
create function f(int) returns int language sql as 'select 1';
create function f(bigint) returns int language sql as 'select 3';
-- plan
CREATE OR REPLACE FUNCTION public.f(bigint)
 RETURNS integer
 LANGUAGE sql
AS $function$select 3$function$;
DROP FUNCTION "public"."f"(text);
-- hazards
UNTRACKED_DEPENDENCIES:public.f(bigint)
UNTRACKED_DEPENDENCIES:public.f(text)
-- online
CREATE OR REPLACE FUNCTION public.f(bigint)
 RETURNS integer
 LANGUAGE sql
AS $function$select 3$function$;
DROP FUNCTION "public"."f"(text);
