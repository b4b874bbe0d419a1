-- min-major 15
-- from
create table p (a int, b int, primary key (a, b));
create table c (a int, b int, constraint fk foreign key (a, b) references p on delete set null);
insert into p values (1, 1);
insert into c values (1, 1);
-- to
create table p (a int, b int, primary key (a, b));
create table c (a int, b int, constraint fk foreign key (a, b) references p match full on delete set null);
create table d (a int, b int, constraint fk foreign key (a, b) references p on delete set null (b));
