-- from
create type mood as enum ('b', 'a');
create table t (m mood);
insert into t values ('a'), ('b');
-- to
create type mood as enum ('a', 'b');
create table t (m mood);
