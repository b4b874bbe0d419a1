-- from
create table t (id int);
create view gone as select id from t;
create view gone_too as select id from gone;
-- to
create table t (id int);
create view b as select id from t;
create view a as select id from b;
create view c as select a.id from a join b using (id);
