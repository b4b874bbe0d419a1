-- policy CREATE
-- from
create table t (id int, a int);
-- to
create table t (id int, a bigint not null, b text);
create table u (id int);
create index i on t (b);
-- plan
CREATE TABLE "public"."u" (
    "id" integer
);
ALTER TABLE "public"."t" ADD COLUMN "b" text;
CREATE INDEX "i" ON "public"."t" USING btree (b);
-- hazards
REWRITES_TABLE:public.t.a
CAN_FAIL_ON_DATA:public.t.a
-- refused
Column "a" of "public"."t" differs: type is integer, expected bigint. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
Column "a" of "public"."t" differs: nullability is NULL, expected NOT NULL. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
-- online
CREATE TABLE "public"."u" (
    "id" integer
);
ALTER TABLE "public"."t" ADD COLUMN "b" text;
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (b);
