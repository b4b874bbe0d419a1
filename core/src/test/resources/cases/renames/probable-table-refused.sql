-- allow DELETES_DATA:public.old_orders
-- from
create table old_orders (id int primary key, customer text, total int);
insert into old_orders values (1, 'x', 5);
-- to
create table orders (id int primary key, customer text, total int);
create view v as select id from orders;
