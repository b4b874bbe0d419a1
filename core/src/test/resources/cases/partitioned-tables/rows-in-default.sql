-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_rest partition of m default;
insert into m values (2, '2026-02-01');
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_rest partition of m default;
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
-- fails
row stands in the way
-- plan
CREATE TABLE "public"."m_1" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- online
ALTER TABLE "public"."m_rest" ADD CONSTRAINT "automigrate_default_0a95719d" CHECK (NOT (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date)))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_rest" VALIDATE CONSTRAINT "automigrate_default_0a95719d";
CREATE TABLE "public"."m_1" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_rest" DROP CONSTRAINT "automigrate_default_0a95719d";
