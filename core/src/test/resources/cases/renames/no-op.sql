-- from
-- renamed from old_orders
create table orders (
	id int primary key,
	-- renamed from sum
	total int);
insert into orders values (1, 2);
-- to
-- renamed from old_orders
create table orders (
	id int primary key,
	-- renamed from sum
	total int);
insert into orders values (1, 2);
