-- policy CREATE
-- from
create type mood as enum ('a');
create table t (m mood);
-- to
create type mood as enum ('a', 'b');
create table t (m mood, n mood default 'b');
-- refused
Type "public"."mood" differs: list of values is [a], expected [a, b]. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
Column "n" of "public"."t" is held back: it needs type "public"."mood", which is refused. See there.
