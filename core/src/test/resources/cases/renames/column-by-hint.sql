-- from
create table orders (id int primary key, sum int not null default 5 check (sum > 0), g int generated always as (sum * 2) stored);
create index on orders (sum);
create view v as select sum from orders;
insert into orders values (1, 7);
-- to
create table orders (
	id int primary key,
	-- renamed from sum
	total bigint not null default 5 check (total > 0),
	g bigint generated always as (total * 2) stored);
create index on orders (total);
create view v as select total from orders;
-- check
(select total = 7 and g = 14 from orders)
