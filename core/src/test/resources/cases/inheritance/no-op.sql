-- from
create table base (id int not null, v text default 'x', check (id > 0));
create table child (extra int) inherits (base);
create table other (id int, v text);
create table twice (w int) inherits (child, other);
insert into base values (1);
insert into child values (2, 'y', 3);
-- to
create table base (id int not null, v text default 'x', check (id > 0));
create table child (extra int) inherits (base);
create table other (id int, v text);
create table twice (w int) inherits (child, other);
insert into base values (1);
insert into child values (2, 'y', 3);
