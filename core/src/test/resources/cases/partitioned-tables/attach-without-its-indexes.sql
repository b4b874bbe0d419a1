-- policy ALTER
-- from
create table r (id int primary key);
create table m (id int not null, at date not null, r int references r, primary key (id, at)) partition by range (at);
create index m_r on m (r);
create table m_1 (id int not null, at date not null, r int);
create table other (id int);
insert into r values (1);
insert into m_1 values (1, '2026-01-01', 1);
-- to
create table r (id int primary key);
create table m (id int not null, at date not null, r int references r, primary key (id, at)) partition by range (at);
create index m_r on m (r);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
-- plan
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- hazards
CAN_FAIL_ON_DATA:public.m_1
-- unmanaged
table other
-- online
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_0a95719d" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_0a95719d";
-- plan 18
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_id_not_null" TO "m_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_at_not_null" TO "m_at_not_null";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- online 18
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_id_not_null" TO "m_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_1_at_not_null" TO "m_at_not_null";
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_0a95719d" CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_0a95719d";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_0a95719d";
