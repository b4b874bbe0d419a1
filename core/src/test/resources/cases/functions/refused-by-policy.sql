-- policy CREATE
-- from
create function f(i int) returns int language sql as 'select 1';
-- to
create function f(i int) returns int language sql as 'select 2';
-- hazards
UNTRACKED_DEPENDENCIES:public.f(integer)
-- refused
Function "public"."f"(integer) differs: definition is CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select 1$function$
, expected CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select 2$function$
. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
