-- min-major 15
-- from
create table t (a int);
create unique index i on t (a);
-- to
create table t (a int);
create unique index i on t (a) nulls not distinct;
-- plan
DROP INDEX "public"."i";
CREATE UNIQUE INDEX "i" ON "public"."t" USING btree (a) NULLS NOT DISTINCT;
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_e2f69810" ON "public"."t" USING btree (a) NULLS NOT DISTINCT;
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."i";
ALTER INDEX "public"."automigrate_index_e2f69810" RENAME TO "i";
