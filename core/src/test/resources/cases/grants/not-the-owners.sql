-- from
create table t (id int);
create sequence s;
create function f() returns int language sql as 'select 1';
revoke execute on function f() from public;
create type mood as enum ('a');
revoke insert on t from current_user;
revoke execute on function f() from current_user;
grant select on sequence s to case_reader;
-- to
create table t (id int);
create sequence s;
create function f() returns int language sql as 'select 1';
revoke execute on function f() from public;
create type mood as enum ('a');
grant select on sequence s to case_reader;
revoke usage on type mood from current_user;
-- not compared
privileges that an owner lacks public.f()
privileges that an owner lacks public.t
privileges that an owner lacks public.mood
-- not compared 17
privileges that an owner lacks public.f()
privileges that an owner lacks public.t
privileges that an owner lacks public.mood
