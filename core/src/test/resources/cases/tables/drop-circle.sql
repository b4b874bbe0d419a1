-- allow DELETES_DATA:public.a, DELETES_DATA:public.b
-- from
create table a (id int primary key, b int);
create table b (id int primary key, a int references a);
alter table a add constraint to_b foreign key (b) references b;
-- to
create table t ();
