-- min-major 18
-- from
create table t (a int constraint a_there not null no inherit);
insert into t values (1);
-- to
create table t (a int constraint a_there not null, b int constraint b_there not null no inherit default 1);
