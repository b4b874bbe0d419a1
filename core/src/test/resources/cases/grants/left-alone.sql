-- policy ALTER
-- from
create table t (id int);
grant select on t to case_reader;
-- to
create table t (id int);
-- unmanaged 17
surplus privileges of table t
