-- from
create table h (id int, v text) partition by hash (id);
create table h_0 partition of h for values with (modulus 2, remainder 0);
create table h_1 partition of h for values with (modulus 2, remainder 1);
create index h_old on h (v);
insert into h values (1, 'a'), (2, 'b');
-- to
create table h (id int, v text) partition by hash (id);
create table h_0 partition of h for values with (modulus 2, remainder 0);
create table h_1 partition of h for values with (modulus 2, remainder 1);
create index h_v on h (lower(v), id desc);
create unique index h_id on h (id);
-- plan
CREATE UNIQUE INDEX "h_id" ON "public"."h" USING btree (id);
CREATE INDEX "h_v" ON "public"."h" USING btree (lower(v), id DESC);
DROP INDEX "public"."h_old";
-- hazards
CAN_FAIL_ON_DATA:public.h.h_id
DROPS_INDEX:public.h.h_old
-- online
CREATE UNIQUE INDEX "h_id" ON ONLY "public"."h" USING btree (id);
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "h_0_id_idx" ON "public"."h_0" USING btree (id);
ALTER INDEX "public"."h_id" ATTACH PARTITION "public"."h_0_id_idx";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "h_1_id_idx" ON "public"."h_1" USING btree (id);
ALTER INDEX "public"."h_id" ATTACH PARTITION "public"."h_1_id_idx";
CREATE INDEX "h_v" ON ONLY "public"."h" USING btree (lower(v), id DESC);
-- outside of transactions
CREATE INDEX CONCURRENTLY "h_0_lower_id_idx" ON "public"."h_0" USING btree (lower(v), id DESC);
ALTER INDEX "public"."h_v" ATTACH PARTITION "public"."h_0_lower_id_idx";
-- outside of transactions
CREATE INDEX CONCURRENTLY "h_1_lower_id_idx" ON "public"."h_1" USING btree (lower(v), id DESC);
ALTER INDEX "public"."h_v" ATTACH PARTITION "public"."h_1_lower_id_idx";
DROP INDEX "public"."h_old";
-- in a transaction of its own
ANALYZE "public"."h_0";
-- in a transaction of its own
ANALYZE "public"."h_1";
