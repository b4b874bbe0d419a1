-- from
create table m (a int, b int) partition by list (a);
create table m_1 partition of m for values in (1);
create table m_2 partition of m for values in (2);
create table m_3 partition of m for values in (3);
create index m_b on only m (b);
create index m_1_b on m_1 (b);
alter index m_b attach partition m_1_b;
create index m_2_b on m_2 (b);
insert into m values (1, 1), (2, 2), (3, 3);
-- to
create table m (a int, b int) partition by list (a);
create table m_1 partition of m for values in (1);
create table m_2 partition of m for values in (2);
create table m_3 partition of m for values in (3);
create index m_b on only m (b);
create index m_1_b on m_1 (b);
alter index m_b attach partition m_1_b;
create index m_2_b on m_2 (b);
alter index m_b attach partition m_2_b;
create index m_3_b on m_3 (b);
alter index m_b attach partition m_3_b;
-- plan
CREATE INDEX "m_3_b" ON "public"."m_3" USING btree (b);
ALTER INDEX "public"."m_b" ATTACH PARTITION "public"."m_2_b";
ALTER INDEX "public"."m_b" ATTACH PARTITION "public"."m_3_b";
-- online
-- outside of transactions
CREATE INDEX CONCURRENTLY "m_3_b" ON "public"."m_3" USING btree (b);
ALTER INDEX "public"."m_b" ATTACH PARTITION "public"."m_2_b";
ALTER INDEX "public"."m_b" ATTACH PARTITION "public"."m_3_b";
