-- from
create table t (id int, v text);
create function f() returns bigint language sql begin atomic select count(id) from t; end;
-- to
create table t (id bigint, v text);
create function f() returns bigint language sql begin atomic select count(id) from t where v is null; end;
