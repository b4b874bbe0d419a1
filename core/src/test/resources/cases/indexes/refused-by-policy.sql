-- policy CREATE
-- from
create table t (a int);
create index i on t (a);
-- to
create table t (a int);
create index i on t (a desc);
-- refused
Index "i" on "public"."t" differs: definition is USING btree (a), expected USING btree (a DESC). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
