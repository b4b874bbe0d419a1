-- from
create table t (id int, v varchar(5));
create view a as select id, v from t;
create view b as select v from a;
create function f() returns setof b language sql as 'select * from b';
insert into t values (1, 'x');
-- to
create table t (id bigint, v text);
create view a as select id, v from t;
create view b as select v from a;
create function f() returns setof b language sql as 'select * from b';
