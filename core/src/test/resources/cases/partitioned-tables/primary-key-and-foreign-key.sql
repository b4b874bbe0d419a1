-- from
create table p (id int primary key);
create table m (id int not null, at date not null, p int) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into p values (1);
insert into m values (1, '2026-01-01', 1);
-- to
create table p (id int primary key);
create table m (id int not null, at date not null, p int references p, primary key (id, at), check (id > 0)) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create table r (id int, at date, foreign key (id, at) references m);
