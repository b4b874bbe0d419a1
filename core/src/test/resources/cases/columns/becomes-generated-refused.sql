-- from
create table t (a int, b int);
insert into t values (1, 5);
-- to
create table t (a int, b int generated always as (a * 2) stored);
-- hazards
DELETES_DATA:public.t.b
REWRITES_TABLE:public.t.b
-- refused
Column "b" of "public"."t" differs: generation expression is none, expected (a * 2) STORED; PostgreSQL cannot change this in place, so the column is dropped with its values and made anew (8192 bytes). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.t.b.
