-- from
create table m (a int, b int) partition by list (a);
create index m_b on m (b);
create table m_1 (a int, b int);
create index own on m_1 (b);
insert into m_1 values (1, 1);
-- to
create table m (a int, b int) partition by list (a);
create index m_b on m (b);
create table m_1 partition of m for values in (1);
create index own on m_1 (b);
-- plan
ALTER INDEX "public"."own" RENAME TO "m_1_b_idx";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES IN (1);
CREATE INDEX "own" ON "public"."m_1" USING btree (b);
-- hazards
CAN_FAIL_ON_DATA:public.m_1
-- online
ALTER INDEX "public"."own" RENAME TO "m_1_b_idx";
ALTER TABLE "public"."m_1" ADD CONSTRAINT "automigrate_attach_a67cb088" CHECK (((a IS NOT NULL) AND (a = 1))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m_1" VALIDATE CONSTRAINT "automigrate_attach_a67cb088";
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_1" FOR VALUES IN (1);
ALTER TABLE "public"."m_1" DROP CONSTRAINT "automigrate_attach_a67cb088";
-- outside of transactions
CREATE INDEX CONCURRENTLY "own" ON "public"."m_1" USING btree (b);
