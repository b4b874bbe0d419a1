-- from
create procedure gone() language sql as 'select 1';
create procedure p(a int) language plpgsql as 'begin end';
create procedure q(a int) language plpgsql as 'begin end';
-- to
create procedure p(a int) language plpgsql security definer as 'begin null; end';
create procedure q(a int, inout b int) language plpgsql as 'begin end';
create procedure r() language sql begin atomic select 1; end;
-- plan
CREATE OR REPLACE PROCEDURE public.q(IN a integer, INOUT b integer)
 LANGUAGE plpgsql
AS $procedure$begin end$procedure$;
CREATE OR REPLACE PROCEDURE public.r()
 LANGUAGE sql
BEGIN ATOMIC
 SELECT 1;
END;
CREATE OR REPLACE PROCEDURE public.p(IN a integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $procedure$begin null; end$procedure$;
DROP PROCEDURE "public"."gone"();
DROP PROCEDURE "public"."q"(integer);
-- hazards
UNTRACKED_DEPENDENCIES:public.q(integer, integer)
UNTRACKED_DEPENDENCIES:public.p(integer)
UNTRACKED_DEPENDENCIES:public.gone()
UNTRACKED_DEPENDENCIES:public.q(integer)
-- online
CREATE OR REPLACE PROCEDURE public.q(IN a integer, INOUT b integer)
 LANGUAGE plpgsql
AS $procedure$begin end$procedure$;
CREATE OR REPLACE PROCEDURE public.r()
 LANGUAGE sql
BEGIN ATOMIC
 SELECT 1;
END;
CREATE OR REPLACE PROCEDURE public.p(IN a integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
AS $procedure$begin null; end$procedure$;
DROP PROCEDURE "public"."gone"();
DROP PROCEDURE "public"."q"(integer);
