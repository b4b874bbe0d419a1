-- from
create type mood as enum ('b', 'd');
create table t (m mood default 'b');
insert into t values ('d');
-- to
create type mood as enum ('a', 'b', 'c', 'd', 'e');
create table t (m mood default 'b');
