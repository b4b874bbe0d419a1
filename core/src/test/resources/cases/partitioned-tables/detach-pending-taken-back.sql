-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into m values (1, '2026-01-01');
update pg_inherits set inhdetachpending = true where inhrelid in ('m_1'::regclass);
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
-- plan
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- hazards
CAN_FAIL_ON_DATA:public.m_1
-- online
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_0a95719d" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_0a95719d";
