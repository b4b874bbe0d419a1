-- from
create table t (x int, y int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create statistics related on x, y from t;
create foreign data wrapper wrapper;
create server server foreign data wrapper wrapper;
create foreign table far (a int) server server;
create publication published for table t;
create function number(text) returns int language sql as 'select 1';
alter default privileges in schema public grant select on sequences to case_reader;
-- to
create table t (x int, y int, z int);
create function number(text) returns int language sql as 'select 1';
-- plan
ALTER TABLE "public"."t" ADD COLUMN "z" integer;
-- not compared
aggregate public.total(integer)
default privileges for postgres in public on sequences
foreign server server
foreign table public.far
foreign-data wrapper wrapper
publication published
statistics object public.related
-- online
ALTER TABLE "public"."t" ADD COLUMN "z" integer;
