-- from
create table t (a int, b int);
create index i on t (a) with (fillfactor = 80);
create index j on t (b) with (fillfactor = 80);
comment on index i is 'old';
-- to
create table t (a int, b int);
create index i on t (a) with (fillfactor = 90);
create index j on t (b);
comment on index i is 'new';
-- plan
DROP INDEX "public"."i";
CREATE INDEX "i" ON "public"."t" USING btree (a) WITH (fillfactor='90');
COMMENT ON INDEX "public"."i" IS 'new';
DROP INDEX "public"."j";
CREATE INDEX "j" ON "public"."t" USING btree (b);
-- online
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_cb1dcd76" ON "public"."t" USING btree (a) WITH (fillfactor='90');
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."i";
ALTER INDEX "public"."automigrate_index_cb1dcd76" RENAME TO "i";
COMMENT ON INDEX "public"."i" IS 'new';
-- outside of transactions
CREATE INDEX CONCURRENTLY "automigrate_index_a593b572" ON "public"."t" USING btree (b);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."j";
ALTER INDEX "public"."automigrate_index_a593b572" RENAME TO "j";
COMMENT ON INDEX "public"."i" IS 'new';
