-- from
create table t (a int check (a > 0), b text check (b in ('x', 'y')), c date, constraint ni check (a < 100) no inherit,
	constraint twice check (a between 1 and 9 and (b like 'x%' or c > '2020-01-01')));
alter table t add constraint late check (a <> 5) not valid;
-- to
create table t (a int check (a > 0), b text check (b in ('x', 'y')), c date, constraint ni check (a < 100) no inherit,
	constraint twice check (a between 1 and 9 and (b like 'x%' or c > '2020-01-01')));
alter table t add constraint late check (a <> 5) not valid;
