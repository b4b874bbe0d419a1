-- from
create table t (id int);
-- to
create table t (id int);
create table m (id int not null, at date not null, v text default 'x') partition by range (at);
create table m_1 partition of m for values from (minvalue) to ('2027-01-01');
create table m_2 partition of m (v default 'y', check (id > 0)) for values from ('2027-01-01') to (maxvalue)
	partition by list (id);
create table m_2_1 partition of m_2 for values in (1, 2);
create index on m (v) where id > 5;
create unique index on m (id, at);
create table h (id int) partition by hash (id);
create table h_0 partition of h for values with (modulus 4, remainder 0);
comment on table m_1 is 'a part';
