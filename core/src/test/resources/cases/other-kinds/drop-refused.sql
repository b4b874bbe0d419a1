-- from
create table t (x int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create view v as select total(x) from t;
-- to
create table t (x int);
create view v as select sum(x) as total from t;
