-- policy CREATE
-- from
create table t (id int);
create policy a on t using (id > 0);
-- to
create table t (id int);
create policy a on t using (id > 1);
-- hazards
CHANGES_AUTHORIZATION:public.t.a
-- refused
Policy "a" on "public"."t" differs: definition is FOR ALL USING ((id > 0)), expected FOR ALL USING ((id > 1)). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
