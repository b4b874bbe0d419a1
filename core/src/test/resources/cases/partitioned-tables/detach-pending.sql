-- from
create table m (id int not null, at date not null) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create table m_2 partition of m for values from ('2027-01-01') to ('2028-01-01');
insert into m values (1, '2026-01-01'), (2, '2027-01-01');
update pg_inherits set inhdetachpending = true where inhrelid in ('m_1'::regclass);
-- to
create table m (id int not null, at date not null) partition by range (at);
create table m_1 (id int not null, at date not null);
create table m_2 partition of m for values from ('2027-01-01') to ('2028-01-01');
-- plan
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
-- online
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
-- plan 18
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_id_not_null" TO "m_1_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_at_not_null" TO "m_1_at_not_null";
-- online 18
-- outside of transactions
ALTER TABLE "public"."m" DETACH PARTITION "public"."m_1" FINALIZE;
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_id_not_null" TO "m_1_id_not_null";
ALTER TABLE "public"."m_1" RENAME CONSTRAINT "m_at_not_null" TO "m_1_at_not_null";
