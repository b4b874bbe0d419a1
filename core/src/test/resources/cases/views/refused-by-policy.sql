-- policy CREATE
-- from
create table t (id int);
create view a as select id from t;
-- to
create table t (id int);
create view a as select id + 1 as id from t;
-- refused
View "public"."a" differs: definition is SELECT t.id
   FROM public.t, expected SELECT (t.id + 1) AS id
   FROM public.t. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
-- refused 16
View "public"."a" differs: definition is SELECT id
   FROM public.t, expected SELECT (id + 1) AS id
   FROM public.t. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
