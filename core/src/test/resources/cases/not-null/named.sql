-- min-major 18
-- from
create table t (a int, b int constraint old not null, c int constraint gone not null, d int not null);
insert into t values (1, 1, 1, 1);
-- to
create table t (a int constraint a_there not null, b int constraint new not null, c int, d int constraint d_named not null);
