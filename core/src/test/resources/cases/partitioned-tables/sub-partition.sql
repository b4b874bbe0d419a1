-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01') partition by list (id);
create table m_1_1 partition of m_1 for values in (1);
insert into m values (1, '2026-01-01');
-- to
create table m (id int not null, at date not null, v text) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01') partition by list (id);
create table m_1_1 partition of m_1 for values in (1);
create table m_1_2 partition of m_1 for values in (2, 3);
create table m_1_d partition of m_1 default;
create index m_v on m (v);
