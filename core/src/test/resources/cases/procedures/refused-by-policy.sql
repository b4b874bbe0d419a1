-- policy CREATE
-- from
create procedure p() language sql as 'select 1';
-- to
create procedure p() language sql as 'select 2';
-- hazards
UNTRACKED_DEPENDENCIES:public.p()
-- refused
Procedure "public"."p"() differs: definition is CREATE OR REPLACE PROCEDURE public.p()
 LANGUAGE sql
AS $procedure$select 1$procedure$
, expected CREATE OR REPLACE PROCEDURE public.p()
 LANGUAGE sql
AS $procedure$select 2$procedure$
. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
