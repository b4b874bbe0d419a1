-- from
create table m (id int, at date) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into m values (1, '2026-01-01');
-- to
create table m (id int, at date) partition by range (at);
-- hazards
DELETES_DATA:public.m_1
-- refused
Table "public"."m_1" would be dropped: all rows of the table are deleted (8192 bytes). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.m_1.
