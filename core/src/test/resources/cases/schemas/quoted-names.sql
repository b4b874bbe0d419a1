-- from
create schema "My Schema";
create table "My Schema"."T" ("A b" int);
-- to
create schema "My Schema";
create table "My Schema"."T" ("A b" bigint, "c""d" text default 'x');
create index "I" on "My Schema"."T" ("A b");
-- plan
ALTER TABLE "My Schema"."T" ADD COLUMN "c""d" text DEFAULT 'x'::text;
ALTER TABLE "My Schema"."T" ALTER COLUMN "A b" TYPE bigint;
CREATE INDEX "I" ON "My Schema"."T" USING btree ("A b");
-- hazards
REWRITES_TABLE:My Schema.T.A b
-- online
ALTER TABLE "My Schema"."T" ADD COLUMN "c""d" text DEFAULT 'x'::text;
ALTER TABLE "My Schema"."T" ALTER COLUMN "A b" TYPE bigint;
-- outside of transactions
CREATE INDEX CONCURRENTLY "I" ON "My Schema"."T" USING btree ("A b");
-- in a transaction of its own
ANALYZE "My Schema"."T" ("A b");
