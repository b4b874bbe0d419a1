-- from
create type pair as (a int, b varchar(9) collate "C");
create type nested as (p pair, ps pair[]);
create table t (n nested);
comment on type pair is 'two';
comment on column pair.b is 'second';
-- to
create type pair as (a int, b varchar(9) collate "C");
create type nested as (p pair, ps pair[]);
create table t (n nested);
comment on type pair is 'two';
comment on column pair.b is 'second';
