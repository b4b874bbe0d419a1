-- from
create table t (a int unique, b int, c int, constraint pair unique (b, c) include (a) deferrable);
-- to
create table t (a int unique, b int, c int, constraint pair unique (b, c) include (a) deferrable);
