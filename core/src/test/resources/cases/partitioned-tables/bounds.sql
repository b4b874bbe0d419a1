-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into m values (1, '2026-01-01');
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2028-01-01');
-- plan
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2028-01-01');
-- hazards
CAN_FAIL_ON_DATA:public.m_1
-- online
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_d52cbe4c" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2028-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_d52cbe4c";
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2028-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_d52cbe4c";
