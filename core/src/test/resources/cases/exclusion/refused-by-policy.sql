-- policy CREATE
-- from
create table t (r int4range, constraint x exclude using gist (r with &&));
-- to
create table t (r int4range, constraint x exclude using gist (r with -|-));
-- hazards
CAN_FAIL_ON_DATA:public.t.x
-- refused
Exclusion constraint "x" on "public"."t" differs: definition is EXCLUDE USING gist (r WITH &&), expected EXCLUDE USING gist (r WITH -|-). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
