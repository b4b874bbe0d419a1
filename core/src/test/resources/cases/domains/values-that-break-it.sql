-- from
create domain amount as int;
create table t (a amount);
insert into t values (-50);
-- to
create domain amount as int constraint above check (value > 0);
create table t (a amount);
-- fails
above
