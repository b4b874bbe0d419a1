-- policy CREATE
-- from
create table t (a int, b int);
comment on table t is 'old';
-- to
create table t (a int, b int);
comment on table t is 'new';
comment on column t.b is 'missing';
