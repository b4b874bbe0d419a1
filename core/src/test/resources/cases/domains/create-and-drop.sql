-- from
create domain gone as int;
-- to
create domain amount as int default 5 check (value > 0);
create table t (a amount);
