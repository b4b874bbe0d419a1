-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create index m_at on m (at);
insert into m values (1, '2026-01-01');
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_1 (id int not null, at date not null);
create index m_at on m (at);
create index m_1_at_idx on m_1 (at);
-- plan
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1";
-- plan 18
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_id_not_null" TO "m_1_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_at_not_null" TO "m_1_at_not_null";
-- online
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_detach_f57f24e0" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_detach_f57f24e0";
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" CONCURRENTLY;
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_detach_f57f24e0";
-- online 18
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_detach_f57f24e0" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_detach_f57f24e0";
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" CONCURRENTLY;
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_detach_f57f24e0";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_id_not_null" TO "m_1_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_at_not_null" TO "m_1_at_not_null";
