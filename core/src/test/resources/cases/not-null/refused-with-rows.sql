-- min-major 18
-- from
create table t (a int);
insert into t values (1);
-- to
create table t (a int, b int constraint b_there not null);
