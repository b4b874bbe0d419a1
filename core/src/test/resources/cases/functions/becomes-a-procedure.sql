-- from
create function f(i int) returns void language sql as 'select 1';
-- to
create procedure f(i int) language sql as 'select 1';
