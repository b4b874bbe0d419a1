-- from
create table t (id int, a int, b boolean);
insert into t values (1, 1, true);
-- to
create table t (id int, a inet, b date);
-- hazards
LOSES_PRECISION:public.t.a
REWRITES_TABLE:public.t.a
LOSES_PRECISION:public.t.b
REWRITES_TABLE:public.t.b
-- refused
Column "a" of "public"."t" differs: type is integer, expected inet; values may be rounded or cut from integer to inet (8192 bytes). If that is meant, allow it by name: migration.schema.allow=LOSES_PRECISION:public.t.a.
Column "b" of "public"."t" differs: type is boolean, expected date; values may be rounded or cut from boolean to date (8192 bytes). If that is meant, allow it by name: migration.schema.allow=LOSES_PRECISION:public.t.b.
