-- from
create domain amount as int check (value > 0);
create table t (a int, b amount);
insert into t values (50, 50);
-- to
create domain amount as int check (value > 0);
create table t (a amount, b int);
