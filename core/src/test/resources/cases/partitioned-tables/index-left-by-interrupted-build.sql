-- from
create table m (id int, place int) partition by range (id);
create table m_1 partition of m for values from (0) to (10) partition by list (place);
create table m_1_1 partition of m_1 for values in (1);
create table m_2 partition of m for values from (10) to (20);
insert into m values (1, 1), (12, 2);
create index m_place on only m (place);
create index m_1_place_idx on only m_1 (place);
create index m_1_1_place_idx on m_1_1 (place);
update pg_index set indisvalid = false where indexrelid = 'm_1_1_place_idx'::regclass;
-- to
create table m (id int, place int) partition by range (id);
create table m_1 partition of m for values from (0) to (10) partition by list (place);
create table m_1_1 partition of m_1 for values in (1);
create table m_2 partition of m for values from (10) to (20);
create index m_place on m (place);
-- plan
DROP INDEX "public"."m_1_1_place_idx";
CREATE INDEX "m_1_1_place_idx" ON "public"."m_1_1" USING btree (place);
CREATE INDEX "m_2_place_idx" ON "public"."m_2" USING btree (place);
ALTER INDEX "public"."m_place" ATTACH PARTITION "public"."m_1_place_idx";
ALTER INDEX "public"."m_1_place_idx" ATTACH PARTITION "public"."m_1_1_place_idx";
ALTER INDEX "public"."m_place" ATTACH PARTITION "public"."m_2_place_idx";
-- online
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_2_place_idx" ON "public"."m_2" USING btree (place);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."m_1_1_place_idx";
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_1_1_place_idx" ON "public"."m_1_1" USING btree (place);
ALTER INDEX "public"."m_place" ATTACH PARTITION "public"."m_1_place_idx";
ALTER INDEX "public"."m_1_place_idx" ATTACH PARTITION "public"."m_1_1_place_idx";
ALTER INDEX "public"."m_place" ATTACH PARTITION "public"."m_2_place_idx";
