-- from
create table t (id int, a numeric(10, 2), b bigint);
insert into t values (1, 1.55, 2);
-- to
create table t (id int, a integer, b int);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE integer;
-- hazards
CAN_FAIL_ON_DATA:public.t.b
REWRITES_TABLE:public.t.b
LOSES_PRECISION:public.t.a
REWRITES_TABLE:public.t.a
-- refused
Column "a" of "public"."t" differs: type is numeric(10,2), expected integer; values may be rounded or cut from numeric(10,2) to integer (8192 bytes). If that is meant, allow it by name: migration.schema.allow=LOSES_PRECISION:public.t.a.
-- online
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE integer;
-- in a transaction of its own
ANALYZE "public"."t" ("b");
