-- from
create type pair as (a int, b text);
create table t (p pair);
insert into t values ((1, 'x'));
-- to
create type pair as (a bigint, b text);
create table t (p pair);
