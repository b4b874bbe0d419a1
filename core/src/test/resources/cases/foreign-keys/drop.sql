-- from
create table p (id int primary key);
create table c (p int references p);
-- to
create table p (id int primary key);
create table c (p int);
