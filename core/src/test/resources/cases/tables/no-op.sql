-- from
create table empty ();
create table t (id bigint generated always as identity primary key, name varchar(40) not null default 'x',
	price numeric(10, 2) check (price > 0), at timestamptz default now(), tags text[] default '{}');
comment on table t is 'things';
create unlogged table u (id int);
insert into t (name, price) values ('a', 1), ('b', 2);
-- to
create table empty ();
create table t (id bigint generated always as identity primary key, name varchar(40) not null default 'x',
	price numeric(10, 2) check (price > 0), at timestamptz default now(), tags text[] default '{}');
comment on table t is 'things';
create unlogged table u (id int);
insert into t (name, price) values ('a', 1), ('b', 2);
