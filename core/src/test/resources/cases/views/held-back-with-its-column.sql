-- from
create table t (id int);
insert into t values (1);
-- to
create table t (id int, v int not null);
create view a as select v from t;
create view b as select v from a;
