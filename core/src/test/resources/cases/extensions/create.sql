-- from
create table t (id int);
-- to
create extension pg_trgm;
create extension citext;
create table t (id int, a citext, b text);
create index i on t using gin (b gin_trgm_ops);
