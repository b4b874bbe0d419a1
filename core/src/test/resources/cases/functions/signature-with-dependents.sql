-- from
create function f(i int) returns int language sql immutable as 'select i';
create table t (id int, d int default f(5), g int generated always as (f(id)) stored, constraint c check (f(id) > 0));
create index i on t (f(id));
create view v as select f(id) as f from t;
create function h() returns int language sql begin atomic select f(1); end;
insert into t values (1);
-- to
create function f(i int) returns bigint language sql immutable as 'select i::bigint';
create table t (id int, d int default f(5), g int generated always as (f(id)) stored, constraint c check (f(id) > 0));
create index i on t (f(id));
create view v as select f(id) as f from t;
create function h() returns int language sql begin atomic select f(1)::int; end;
