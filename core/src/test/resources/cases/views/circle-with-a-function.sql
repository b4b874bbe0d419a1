-- from
create table t (id int);
-- to
create table t (id int);
create view v as select id from t;
create function f() returns setof v language sql begin atomic select id from v; end;
create view w as select id from f();
