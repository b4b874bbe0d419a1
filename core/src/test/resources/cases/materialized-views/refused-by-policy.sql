-- policy CREATE
-- from
create table t (id int);
create materialized view m as select id from t;
-- to
create table t (id int);
create materialized view m as select id + 1 as id from t;
-- hazards
BREAKS_RUNNING_CODE:public.m
-- refused
Materialized view "public"."m" differs: definition is SELECT t.id
   FROM public.t, expected SELECT (t.id + 1) AS id
   FROM public.t. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
-- refused 16
Materialized view "public"."m" differs: definition is SELECT id
   FROM public.t, expected SELECT (id + 1) AS id
   FROM public.t. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
