-- from
create domain amount as int check (value > 0);
create table t (a amount default 3, b amount[]);
create view v as select a from t;
insert into t values (50, '{1}');
-- to
create domain amount as bigint check (value > 0);
create table t (a amount default 3, b amount[]);
create view v as select a from t;
