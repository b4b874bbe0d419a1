-- from
create table t (a serial primary key);
insert into t default values;
-- to
create table t (a bigserial primary key);
