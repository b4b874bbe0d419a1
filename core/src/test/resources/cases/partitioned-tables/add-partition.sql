-- from
create table m (id int, at date not null, primary key (id, at)) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create index on m (at);
insert into m values (1, '2026-01-01');
-- to
create table m (id int, at date not null, primary key (id, at)) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create table m_2 partition of m for values from ('2027-01-01') to ('2028-01-01');
create index on m (at);
-- plan 17
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- online 17
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
