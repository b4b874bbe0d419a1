-- from
create function f(i int default 1) returns int language sql as 'select i';
create function g(i int default 1) returns int language sql as 'select i';
create view v as select f() as f, g() as g;
-- to
create function f(i int default 2) returns int language sql as 'select i';
create function g(i int) returns int language sql as 'select i';
create view v as select f() as f, g(1) as g;
