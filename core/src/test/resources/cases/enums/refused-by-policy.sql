-- policy CREATE
-- from
create type mood as enum ('a');
create table t (m mood);
-- to
create type mood as enum ('a', 'b');
create table t (m mood, n mood default 'b');
