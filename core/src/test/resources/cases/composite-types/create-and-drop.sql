-- from
create type gone as (a int);
-- to
create type pair as (a int, b text);
create function f(p pair) returns int language sql as 'select p.a';
comment on type pair is 'two';
