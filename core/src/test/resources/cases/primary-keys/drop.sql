-- from
create table t (a int primary key);
insert into t values (1);
-- to
create table t (a int not null);
