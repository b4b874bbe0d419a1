-- from
create type gone as (a int);
-- to
create type pair as (a int, b text);
create function f(p pair) returns int language sql as 'select p.a';
comment on type pair is 'two';
-- plan
CREATE TYPE "public"."pair" AS ("a" integer, "b" text);
COMMENT ON TYPE "public"."pair" IS 'two';
CREATE OR REPLACE FUNCTION public.f(p public.pair)
 RETURNS integer
 LANGUAGE sql
AS $function$select p.a$function$;
DROP TYPE "public"."gone";
-- hazards
UNTRACKED_DEPENDENCIES:public.f(public.pair)
-- online
CREATE TYPE "public"."pair" AS ("a" integer, "b" text);
COMMENT ON TYPE "public"."pair" IS 'two';
CREATE OR REPLACE FUNCTION public.f(p public.pair)
 RETURNS integer
 LANGUAGE sql
AS $function$select p.a$function$;
DROP TYPE "public"."gone";
