-- policy CREATE
-- from
create table t (id int);
-- to
create table t (id int);
grant select on t to case_reader;
