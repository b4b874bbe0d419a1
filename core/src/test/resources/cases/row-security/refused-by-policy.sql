-- policy CREATE
-- from
create table t (id int);
-- to
create table t (id int);
alter table t enable row level security;
-- hazards
CHANGES_AUTHORIZATION:public.t
-- refused
Table "public"."t" differs: row-level security is none, expected on. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
