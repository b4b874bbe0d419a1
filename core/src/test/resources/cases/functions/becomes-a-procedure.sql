-- from
create function f(i int) returns void language sql as 'select 1';
-- to
create procedure f(i int) language sql as 'select 1';
-- plan
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE PROCEDURE public.f(IN i integer)
 LANGUAGE sql
AS $procedure$select 1$procedure$;
-- hazards
UNTRACKED_DEPENDENCIES:public.f(integer)
-- online
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE PROCEDURE public.f(IN i integer)
 LANGUAGE sql
AS $procedure$select 1$procedure$;
