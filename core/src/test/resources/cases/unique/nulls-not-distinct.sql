-- min-major 15
-- from
create table t (a int, b int, constraint u unique (a));
insert into t values (1, 2), (null, 3);
-- to
create table t (a int, b int, constraint u unique nulls not distinct (a), unique nulls not distinct (b));
