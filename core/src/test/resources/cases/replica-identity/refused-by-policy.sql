-- policy CREATE
-- from
create table a (id int primary key);
-- to
create table a (id int primary key);
alter table a replica identity full;
-- hazards
CHANGES_BEHAVIOR:public.a
-- refused
Table "public"."a" differs: replica identity is none, expected FULL. Set migration.schema.policy=ALTER, change it by a statement of your own, or change what is asked for.
