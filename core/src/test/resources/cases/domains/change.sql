-- from
create domain amount as int default 5 constraint above check (value > 0) constraint gone check (value <> 7);
create table t (a amount);
insert into t values (50);
-- to
create domain amount as int default 6 not null constraint above check (value > 1) constraint below check (value < 100);
create table t (a amount);
comment on domain amount is 'money';
