-- min-major 15
-- from
create table t (a int);
create unique index i on t (a);
-- to
create table t (a int);
create unique index i on t (a) nulls not distinct;
