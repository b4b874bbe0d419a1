-- from
create type mood as enum ('a', 'b');
create table t (m mood default 'a', n text default 'b');
insert into t values ('a', 'b');
-- to
create type mood as enum ('a', 'b');
create table t (m text default 'a', n mood default 'b');
