-- from
create function f(i int default 1) returns int language sql as 'select i';
create function g(i int default 1) returns int language sql as 'select i';
create view v as select f() as f, g() as g;
-- to
create function f(i int default 2) returns int language sql as 'select i';
create function g(i int) returns int language sql as 'select i';
create view v as select f() as f, g(1) as g;
-- plan
DROP VIEW "public"."v";
DROP FUNCTION "public"."g"(integer);
CREATE OR REPLACE FUNCTION public.g(i integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select i$function$;
CREATE OR REPLACE FUNCTION public.f(i integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
AS $function$select i$function$;
CREATE VIEW "public"."v" AS
SELECT public.f() AS f,
    public.g(1) AS g;
-- hazards
UNTRACKED_DEPENDENCIES:public.f(integer)
-- online
DROP VIEW "public"."v";
DROP FUNCTION "public"."g"(integer);
CREATE OR REPLACE FUNCTION public.g(i integer)
 RETURNS integer
 LANGUAGE sql
AS $function$select i$function$;
CREATE OR REPLACE FUNCTION public.f(i integer DEFAULT 2)
 RETURNS integer
 LANGUAGE sql
AS $function$select i$function$;
CREATE VIEW "public"."v" AS
SELECT public.f() AS f,
    public.g(1) AS g;
