-- from
create table t (a int, b int, constraint u unique (a), constraint d unique (b));
insert into t values (1, 2);
-- to
create table t (a int, b int, constraint u unique (a, b), constraint d unique (b) deferrable);
-- plan
ALTER TABLE "public"."t" DROP CONSTRAINT "d";
ALTER TABLE "public"."t" ADD CONSTRAINT "d" UNIQUE (b) DEFERRABLE;
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE (a, b);
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_dd06a34f" ON "public"."t" USING btree (b);
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_4bca1e7c" ON "public"."t" USING btree (a, b);
ALTER TABLE "public"."t" DROP CONSTRAINT "d";
ALTER TABLE "public"."t" ADD CONSTRAINT "d" UNIQUE USING INDEX "automigrate_index_dd06a34f" DEFERRABLE;
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE USING INDEX "automigrate_index_4bca1e7c";
