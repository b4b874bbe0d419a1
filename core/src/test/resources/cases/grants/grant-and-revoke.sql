-- from
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
grant select, insert on t to case_reader with grant option;
grant update (v) on t to case_writer;
grant select on v to public;
grant usage on sequence s to case_writer;
-- to
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
grant select on t to case_reader;
grant select (id) on t to case_writer;
grant select on v to case_reader;
grant select on sequence s to case_writer;
revoke execute on function f() from public;
