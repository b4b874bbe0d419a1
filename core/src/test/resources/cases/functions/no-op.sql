-- from
create table t (id int);
create function a(i int, j int default 5, variadic k text[] default '{}') returns int language sql immutable strict parallel safe cost 5 as 'select i + j';
create function b() returns bigint language sql begin atomic select count(*) from t; end;
create function c(out x int, inout y text) returns record language plpgsql security definer set search_path = pg_catalog as $$ begin x := 1; end $$;
create function d() returns table (id int) rows 10 language sql stable as 'select id from t';
create function d(int) returns setof t language sql stable as 'select * from t';
comment on function a(int, int, text[]) is 'sums';
revoke execute on function a(int, int, text[]) from public;
grant execute on function a(int, int, text[]) to case_reader;
-- to
create table t (id int);
create function a(i int, j int default 5, variadic k text[] default '{}') returns int language sql immutable strict parallel safe cost 5 as 'select i + j';
create function b() returns bigint language sql begin atomic select count(*) from t; end;
create function c(out x int, inout y text) returns record language plpgsql security definer set search_path = pg_catalog as $$ begin x := 1; end $$;
create function d() returns table (id int) rows 10 language sql stable as 'select id from t';
create function d(int) returns setof t language sql stable as 'select * from t';
comment on function a(int, int, text[]) is 'sums';
revoke execute on function a(int, int, text[]) from public;
grant execute on function a(int, int, text[]) to case_reader;
