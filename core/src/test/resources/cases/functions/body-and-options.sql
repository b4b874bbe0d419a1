-- from
create function f(i int) returns int language sql as 'select i';
create function g() returns int language plpgsql as 'begin return 1; end';
comment on function g() is 'old';
-- to
create function f(i int) returns int language sql immutable strict parallel safe cost 7 as 'select i + 1';
create function g() returns int language plpgsql security definer set search_path = pg_catalog as 'begin return 2; end';
comment on function g() is 'new';
