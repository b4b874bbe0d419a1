-- policy CREATE
-- from
create table t (id int) with (fillfactor = 80);
-- to
create table t (id int) with (fillfactor = 90);
-- refused
Table "public"."t" differs: storage parameters is [fillfactor=80], expected [fillfactor=90]. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
