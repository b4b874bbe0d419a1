-- from
create table t (id int);
create view v as select id from t;
-- to
create table t (id int);
create table v (id int);
