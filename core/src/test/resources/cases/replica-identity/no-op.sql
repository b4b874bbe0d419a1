-- from
create table a (id int primary key);
create table b (id int not null);
create unique index b_id on b (id);
alter table b replica identity using index b_id;
create table c (id int);
alter table c replica identity full;
create table d (id int);
alter table d replica identity nothing;
-- to
create table a (id int primary key);
create table b (id int not null);
create unique index b_id on b (id);
alter table b replica identity using index b_id;
create table c (id int);
alter table c replica identity full;
create table d (id int);
alter table d replica identity nothing;
