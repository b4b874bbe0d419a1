-- min-major 18
-- from
create table t (a int, b int generated always as (a * 2) virtual, c int generated always as (a * 2) stored, d int generated always as (a) virtual);
insert into t (a) values (1);
-- to
create table t (a int, b int generated always as (a * 3) virtual, c int generated always as (a * 2) virtual, d int generated always as (a) stored, e int generated always as (a + 1));
-- check
(select b = 3 and c = 2 and d = 1 and e = 2 from t)
