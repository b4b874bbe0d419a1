-- policy CREATE
-- from
create function f(i int) returns int language sql as 'select 1';
-- to
create function f(i int) returns int language sql as 'select 2';
