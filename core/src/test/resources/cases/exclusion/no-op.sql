-- from
create table t (a int, r int4range, constraint x exclude using gist (r with &&) where (a > 0) deferrable);
-- to
create table t (a int, r int4range, constraint x exclude using gist (r with &&) where (a > 0) deferrable);
