-- policy CREATE
-- from
create table t (a int, constraint c check (a > 0));
-- to
create table t (a int, constraint c check (a > 1));
-- hazards
CAN_FAIL_ON_DATA:public.t.c
-- refused
Check constraint "c" on "public"."t" differs: definition is CHECK ((a > 0)), expected CHECK ((a > 1)). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
