-- policy ALTER
-- from
create extension citext;
create table t (a citext);
-- to
create table t (a citext);
