-- from
create table t (a int, b int);
create index i on t ((a + 1), b, (b + 1));
alter index i alter column 1 set statistics 100, alter column 3 set statistics 50;
-- to
create table t (a int, b int);
create index i on t ((a + 1), b, (b + 1));
alter index i alter column 1 set statistics 200;
create index j on t ((a + b));
alter index j alter column 1 set statistics 300;
-- plan
ALTER INDEX "public"."i" ALTER COLUMN 3 SET STATISTICS -1;
ALTER INDEX "public"."i" ALTER COLUMN 1 SET STATISTICS 200;
CREATE INDEX "j" ON "public"."t" USING btree (((a + b)));
ALTER INDEX "public"."j" ALTER COLUMN 1 SET STATISTICS 300;
-- online
ALTER INDEX "public"."i" ALTER COLUMN 3 SET STATISTICS -1;
ALTER INDEX "public"."i" ALTER COLUMN 1 SET STATISTICS 200;
-- outside of transactions
CREATE INDEX CONCURRENTLY "j" ON "public"."t" USING btree (((a + b)));
ALTER INDEX "public"."j" ALTER COLUMN 1 SET STATISTICS 300;
-- in a transaction of its own
ANALYZE "public"."t";
