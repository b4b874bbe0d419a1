-- allow DELETES_DATA:public.t.v
-- from
create table t (id int, v text);
create view a as select id, v from t;
-- to
create table t (id int);
create view a as select id from t;
