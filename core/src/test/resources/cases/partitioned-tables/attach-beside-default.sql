-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_rest partition of m default;
create table m_1 (id int not null, at date not null);
insert into m values (2, '2030-01-01');
insert into m_1 values (1, '2026-01-01');
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_rest partition of m default;
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create table m_2 partition of m for values from ('2027-01-01') to ('2028-01-01');
-- plan
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- hazards
CAN_FAIL_ON_DATA:public.m_1
-- online
ALTER TABLE "public"."m_rest" ADD CONSTRAINT "automigrate_default_f18ed5f3" CHECK (NOT (((at IS NOT NULL) AND (at >= '2027-01-01'::date) AND (at < '2028-01-01'::date)))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_rest" VALIDATE CONSTRAINT "automigrate_default_f18ed5f3";
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE "public"."m_rest" DROP CONSTRAINT "automigrate_default_f18ed5f3";
-- in a transaction of its own
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_0a95719d" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m_rest" ADD CONSTRAINT "automigrate_default_0a95719d" CHECK (NOT (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date)))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_rest" VALIDATE CONSTRAINT "automigrate_default_0a95719d";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m_rest" DROP CONSTRAINT "automigrate_default_0a95719d";
-- plan 18
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_id_not_null" TO "m_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_at_not_null" TO "m_at_not_null";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- online 18
ALTER TABLE "public"."m_rest" ADD CONSTRAINT "automigrate_default_f18ed5f3" CHECK (NOT (((at IS NOT NULL) AND (at >= '2027-01-01'::date) AND (at < '2028-01-01'::date)))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_rest" VALIDATE CONSTRAINT "automigrate_default_f18ed5f3";
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
ALTER TABLE "public"."m_rest" DROP CONSTRAINT "automigrate_default_f18ed5f3";
-- in a transaction of its own
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_id_not_null" TO "m_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_at_not_null" TO "m_at_not_null";
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_0a95719d" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m_rest" ADD CONSTRAINT "automigrate_default_0a95719d" CHECK (NOT (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date)))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_rest" VALIDATE CONSTRAINT "automigrate_default_0a95719d";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m_rest" DROP CONSTRAINT "automigrate_default_0a95719d";
