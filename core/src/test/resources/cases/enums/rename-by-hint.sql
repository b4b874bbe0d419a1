-- from
create type feeling as enum ('sad', 'hapy');
create table t (m feeling default 'hapy');
insert into t values ('hapy');
-- to
-- renamed from feeling
create type mood as enum (
	'sad',
	-- renamed from 'hapy'
	'happy');
create table t (m mood default 'happy');
-- check
(select m = 'happy' from t)
