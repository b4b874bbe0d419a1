-- from
create table t (a int, b text);
create index columns on t (a);
create index expression on t (lower(b));
create index partial on t (a) where a > 0;
create index method on t (b);
create index unique_now on t (a);
create index included on t (a) include (b);
create index ordered on t (a);
insert into t values (1, 'x');
-- to
create table t (a int, b text);
create index columns on t (a, b);
create index expression on t (upper(b));
create index partial on t (a) where a > 1;
create index method on t using hash (b);
create unique index unique_now on t (a);
create index included on t (a);
create index ordered on t (a desc nulls last);
-- plan
DROP INDEX "public"."columns";
CREATE INDEX "columns" ON "public"."t" USING btree (a, b);
DROP INDEX "public"."expression";
CREATE INDEX "expression" ON "public"."t" USING btree (upper(b));
DROP INDEX "public"."included";
CREATE INDEX "included" ON "public"."t" USING btree (a);
DROP INDEX "public"."method";
CREATE INDEX "method" ON "public"."t" USING hash (b);
DROP INDEX "public"."ordered";
CREATE INDEX "ordered" ON "public"."t" USING btree (a DESC NULLS LAST);
DROP INDEX "public"."partial";
CREATE INDEX "partial" ON "public"."t" USING btree (a) WHERE (a > 1);
DROP INDEX "public"."unique_now";
CREATE UNIQUE INDEX "unique_now" ON "public"."t" USING btree (a);
-- online
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_ccbe4b0a" ON "public"."t" USING btree (a, b);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."columns";
ALTER INDEX "public"."automigrate_index_ccbe4b0a" RENAME TO "columns";
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_7c3cac12" ON "public"."t" USING btree (upper(b));
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."expression";
ALTER INDEX "public"."automigrate_index_7c3cac12" RENAME TO "expression";
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_f561fa5b" ON "public"."t" USING btree (a);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."included";
ALTER INDEX "public"."automigrate_index_f561fa5b" RENAME TO "included";
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_fe5e8c8a" ON "public"."t" USING hash (b);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."method";
ALTER INDEX "public"."automigrate_index_fe5e8c8a" RENAME TO "method";
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_87d51b81" ON "public"."t" USING btree (a DESC NULLS LAST);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."ordered";
ALTER INDEX "public"."automigrate_index_87d51b81" RENAME TO "ordered";
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_0d9dbfaf" ON "public"."t" USING btree (a) WHERE (a > 1);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."partial";
ALTER INDEX "public"."automigrate_index_0d9dbfaf" RENAME TO "partial";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_373d656d" ON "public"."t" USING btree (a);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."unique_now";
ALTER INDEX "public"."automigrate_index_373d656d" RENAME TO "unique_now";
-- in a transaction of its own
ANALYZE "public"."t";
