-- from
create table t (id int primary key);
-- to
create schema audit;
comment on schema audit is 'who did what';
grant usage on schema audit to case_reader;
create table t (id int primary key);
create table audit.entries (id int primary key, t int references t);
