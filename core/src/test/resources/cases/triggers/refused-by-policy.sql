-- policy CREATE
-- from
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert on t for each row execute function f();
-- to
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after update on t for each row execute function f();
