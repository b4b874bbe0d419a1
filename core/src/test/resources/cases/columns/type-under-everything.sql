-- from
create table t (a int primary key, b int generated always as (a + 1) stored, constraint positive check (a > 0));
create table r (a int references t);
create index i on t ((a + 1)) where a > 5;
create view v as select a, b from t where a > 1;
create function f() returns bigint language sql begin atomic select sum(a) from t; end;
insert into t values (1), (2);
insert into r values (2);
-- to
create table t (a bigint primary key, b bigint generated always as (a + 1) stored, constraint positive check (a > 0));
create table r (a bigint references t);
create index i on t ((a + 1)) where a > 5;
create view v as select a, b from t where a > 1;
create function f() returns bigint language sql begin atomic select sum(a)::bigint from t; end;
