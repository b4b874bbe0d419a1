-- from
create table a (id int primary key);
-- to
create table a (id int primary key, b int);
create table b (id int primary key, a int references a);
alter table a add foreign key (b) references b;
comment on table b is 'new';
comment on column b.a is 'refers';
create index on b (a);
