-- policy CREATE
-- from
create table t (id int);
-- to
create table t (id int);
grant select on t to case_reader;
-- hazards
CHANGES_AUTHORIZATION:public.t
-- refused
Table "public"."t" differs: privileges is none, expected SELECT to case_reader. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
