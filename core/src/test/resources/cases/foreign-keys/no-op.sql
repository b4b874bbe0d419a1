-- from
create table p (a int, b int, c int unique, primary key (a, b));
create table c (x int, y int, constraint fk foreign key (x, y) references p match full on delete set null on update cascade deferrable initially deferred,
	z int references p (c) on delete set default on update restrict);
alter table c add constraint late foreign key (y) references p (c) not valid;
create table tree (id int primary key, parent int references tree on delete cascade);
-- to
create table p (a int, b int, c int unique, primary key (a, b));
create table c (x int, y int, constraint fk foreign key (x, y) references p match full on delete set null on update cascade deferrable initially deferred,
	z int references p (c) on delete set default on update restrict);
alter table c add constraint late foreign key (y) references p (c) not valid;
create table tree (id int primary key, parent int references tree on delete cascade);
