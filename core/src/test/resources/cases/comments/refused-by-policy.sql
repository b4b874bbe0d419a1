-- policy CREATE
-- from
create table t (a int, b int);
comment on table t is 'old';
-- to
create table t (a int, b int);
comment on table t is 'new';
comment on column t.b is 'missing';
-- plan
COMMENT ON COLUMN "public"."t"."b" IS 'missing';
-- refused
Table "public"."t" differs: comment is old, expected new. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
-- online
COMMENT ON COLUMN "public"."t"."b" IS 'missing';
