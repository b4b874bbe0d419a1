-- from
create domain amount as int check (value > 0);
create table t (a int, b amount);
insert into t values (50, 50);
-- to
create domain amount as int check (value > 0);
create table t (a amount, b int);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount;
-- hazards
CAN_FAIL_ON_DATA:public.t.a
REWRITES_TABLE:public.t.a
LOSES_PRECISION:public.t.b
-- refused
Column "b" of "public"."t" differs: type is public.amount, expected integer; values may be rounded or cut from public.amount to integer (8192 bytes). If that is meant, allow it by name: migration.schema.allow=LOSES_PRECISION:public.t.b.
-- online
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE public.amount;
-- in a transaction of its own
ANALYZE "public"."t" ("a");
