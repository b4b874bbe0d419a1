-- from
create function positive(i integer) returns boolean language sql immutable as 'select i > 0';
create domain amount as numeric(10, 2) default 5 not null constraint above check (value > 0);
alter domain amount add constraint below check (value < 1000) not valid;
create domain code as text collate "C";
create domain counted as int check (positive(value));
create table t (a amount, b code, c counted[]);
comment on domain amount is 'money';
comment on constraint above on domain amount is 'not nothing';
-- to
create function positive(i integer) returns boolean language sql immutable as 'select i > 0';
create domain amount as numeric(10, 2) default 5 not null constraint above check (value > 0);
alter domain amount add constraint below check (value < 1000) not valid;
create domain code as text collate "C";
create domain counted as int check (positive(value));
create table t (a amount, b code, c counted[]);
comment on domain amount is 'money';
comment on constraint above on domain amount is 'not nothing';
