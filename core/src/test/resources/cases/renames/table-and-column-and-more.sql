-- from
create table old_orders (id int primary key, sum int);
insert into old_orders values (1, 7);
-- to
-- renamed from old_orders
create table orders (
	id bigint primary key,
	-- renamed from sum
	total int,
	added text);
create index on orders (total, added);
-- check
(select total = 7 from orders)
