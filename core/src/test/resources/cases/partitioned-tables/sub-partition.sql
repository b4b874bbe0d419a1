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
-- plan 17
CREATE TABLE "public"."m_1_2" (
    LIKE "public"."m_1" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m_1" ATTACH PARTITION "public"."m_1_2" FOR VALUES IN (2, 3);
CREATE TABLE "public"."m_1_d" (
    LIKE "public"."m_1" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m_1" ATTACH PARTITION "public"."m_1_d" DEFAULT;
ALTER TABLE "public"."m" ADD COLUMN "v" text;
CREATE INDEX "m_v" ON "public"."m" USING btree (v);
-- online 17
CREATE TABLE "public"."m_1_2" (
    LIKE "public"."m_1" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m_1" ATTACH PARTITION "public"."m_1_2" FOR VALUES IN (2, 3);
CREATE TABLE "public"."m_1_d" (
    LIKE "public"."m_1" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m_1" ATTACH PARTITION "public"."m_1_d" DEFAULT;
ALTER TABLE "public"."m" ADD COLUMN "v" text;
CREATE INDEX "m_v" ON ONLY "public"."m" USING btree (v);
CREATE INDEX "m_1_v_idx" ON ONLY "public"."m_1" USING btree (v);
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_1_1_v_idx" ON "public"."m_1_1" USING btree (v);
ALTER INDEX "public"."m_1_v_idx" ATTACH PARTITION "public"."m_1_1_v_idx";
ALTER INDEX "public"."m_v" ATTACH PARTITION "public"."m_1_v_idx";
