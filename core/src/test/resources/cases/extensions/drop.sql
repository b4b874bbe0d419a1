-- from
create extension citext;
create table t (id int);
-- to
create table t (id int);
