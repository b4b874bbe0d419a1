-- from
create type mood as enum ('a', 'b', 'c');
create table t (m mood default 'a', ms mood[] default '{a,b}');
create table u (m mood not null, check (m <> 'a'));
create index i on t (m) where m = 'a';
create view v as select m from t where m > 'a';
create function f(m mood) returns mood language sql as 'select m';
insert into t values ('a', '{a}');
insert into u values ('c');
-- to
create type mood as enum ('a', 'c');
create table t (m mood default 'a', ms mood[] default '{a,c}');
create table u (m mood not null, check (m <> 'a'));
create index i on t (m) where m = 'a';
create view v as select m from t where m > 'a';
create function f(m mood) returns mood language sql as 'select m';
