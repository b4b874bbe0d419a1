-- policy CREATE
-- from
create table a (id int primary key);
-- to
create table a (id int primary key);
alter table a replica identity full;
-- hazards
CHANGES_BEHAVIOR:public.a
-- refused
Table "public"."a" differs: replica identity is none, expected FULL. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
