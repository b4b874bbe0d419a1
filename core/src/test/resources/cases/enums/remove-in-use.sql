-- from
create type mood as enum ('a', 'b');
create table t (m mood);
insert into t values ('b');
-- to
create type mood as enum ('a');
create table t (m mood);
-- fails
b
