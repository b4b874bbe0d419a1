-- policy CREATE
-- from
create domain amount as int default 1;
-- to
create domain amount as int default 2;
-- refused
Domain "public"."amount" differs: default is 1, expected 2. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
