-- min-major 18
-- from
create table t (a int constraint a_there not null, b int not null, c int primary key);
-- to
create table t (a int constraint a_there not null, b int not null, c int primary key);
