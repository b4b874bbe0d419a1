-- from
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger gone after insert on m for each row execute function f();
-- to
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create table m_2 partition of m for values from (5) to (9);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger new after insert on m for each row execute function f();
create trigger own after insert on m_1 for each row execute function f();
