-- from
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
create type mood as enum ('a');
create domain d as int;
grant select, insert on t to case_reader with grant option;
grant update (v), select (v) on t to case_writer;
grant select on v to public;
grant usage on sequence s to case_writer;
revoke execute on function f() from public;
revoke usage on type mood from public;
grant usage on type d to case_reader;
-- to
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
create type mood as enum ('a');
create domain d as int;
grant select, insert on t to case_reader with grant option;
grant update (v), select (v) on t to case_writer;
grant select on v to public;
grant usage on sequence s to case_writer;
revoke execute on function f() from public;
revoke usage on type mood from public;
grant usage on type d to case_reader;
