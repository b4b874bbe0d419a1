-- from
create type pair as (a int, b varchar(5), gone int);
comment on column pair.a is 'old';
-- to
create type pair as (a bigint, b text, c date);
comment on column pair.c is 'new';
