-- from
create table t (a int, b int);
insert into t values (1, 2);
-- to
create table t (
	-- renamed from b
	a int,
	-- renamed from a
	b int);
-- check
(select a = 1 and b = 2 from t)
