-- from
create function f(a int, b int) returns int language sql as 'select a';
-- to
create function f(b int, a int) returns int language sql as 'select a';
