-- from
create table t (id int);
create function gone() returns int language sql as 'select 1';
-- to
create table t (id int);
create table late (id int);
create function b() returns bigint language sql as 'select count(*) from late';
create function c(i int) returns boolean language sql immutable begin atomic select i > 0; end;
alter table t add check (c(id));
