-- min-major 15
-- from
create table t (id int);
create view a with (security_invoker = true) as select id from t;
-- to
create table t (id int);
create view a as select id from t;
create view b with (security_invoker = true) as select id from t;
