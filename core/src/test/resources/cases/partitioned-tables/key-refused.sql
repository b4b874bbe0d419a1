-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into m values (1, '2026-01-01');
-- to
create table m (id int not null, at date not null) partition by list (id);
create table m_1 partition of m for values in (1);
-- hazards
DELETES_DATA:public.m
-- refused
Table "public"."m" differs: partition key is RANGE (at), expected LIST (id); a table cannot change its partition key, so it is dropped with all rows and made anew (8192 bytes). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.m.
Table "public"."m_1" is held back: it needs table "public"."m", which is refused. See there.
