-- from
create table m (a int, b int) partition by range (a);
create table m_1 partition of m for values from (1) to (10);
create table m_2 partition of m for values from (10) to (20) partition by list (b);
create table m_2_1 partition of m_2 default;
create index m_1_b on m_1 (b);
insert into m values (1, 1), (11, 1);
-- to
create table m (a int, b int) partition by range (a);
create table m_1 partition of m for values from (1) to (10);
create table m_2 partition of m for values from (10) to (20) partition by list (b);
create table m_2_1 partition of m_2 default;
create index m_1_b on m_1 (b);
create index m_a on m (a, b desc);
create index only_here on m_2_1 (a);
comment on index m_a is 'of all';
-- plan
CREATE INDEX "m_a" ON "public"."m" USING btree (a, b DESC);
COMMENT ON INDEX "public"."m_a" IS 'of all';
CREATE INDEX "only_here" ON "public"."m_2_1" USING btree (a);
-- online
CREATE INDEX "m_a" ON ONLY "public"."m" USING btree (a, b DESC);
COMMENT ON INDEX "public"."m_a" IS 'of all';
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_1_a_b_idx" ON "public"."m_1" USING btree (a, b DESC);
ALTER INDEX "public"."m_a" ATTACH PARTITION "public"."m_1_a_b_idx";
CREATE INDEX "m_2_a_b_idx" ON ONLY "public"."m_2" USING btree (a, b DESC);
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_2_1_a_b_idx" ON "public"."m_2_1" USING btree (a, b DESC);
ALTER INDEX "public"."m_2_a_b_idx" ATTACH PARTITION "public"."m_2_1_a_b_idx";
ALTER INDEX "public"."m_a" ATTACH PARTITION "public"."m_2_a_b_idx";
-- outside of transactions
CREATE INDEX CONCURRENTLY "only_here" ON "public"."m_2_1" USING btree (a);
