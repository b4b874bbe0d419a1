-- from
create table old_orders (id int primary key, sum int);
insert into old_orders values (1, 7);
-- to
-- renamed from old_orders
create table orders (
	id bigint primary key,
	-- renamed from sum
	total int,
	added text);
create index on orders (total, added);
-- check
(select total = 7 from orders)
-- plan
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER TABLE "public"."orders" ADD COLUMN "added" text;
ALTER TABLE "public"."orders" ALTER COLUMN "id" TYPE bigint;
CREATE INDEX "orders_total_added_idx" ON "public"."orders" USING btree (total, added);
-- hazards
BREAKS_RUNNING_CODE:public.old_orders
BREAKS_RUNNING_CODE:public.orders.sum
REWRITES_TABLE:public.orders.id
-- online
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER TABLE "public"."orders" ADD COLUMN "added" text;
ALTER TABLE "public"."orders" ALTER COLUMN "id" TYPE bigint;
-- outside of transactions
CREATE INDEX CONCURRENTLY "orders_total_added_idx" ON "public"."orders" USING btree (total, added);
-- in a transaction of its own
ANALYZE "public"."orders" ("id");
-- plan 18
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER TABLE "public"."orders" ADD COLUMN "added" text;
ALTER TABLE "public"."orders" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_id_not_null" TO "orders_id_not_null";
CREATE INDEX "orders_total_added_idx" ON "public"."orders" USING btree (total, added);
-- online 18
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER TABLE "public"."orders" ADD COLUMN "added" text;
ALTER TABLE "public"."orders" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_id_not_null" TO "orders_id_not_null";
-- outside of transactions
CREATE INDEX CONCURRENTLY "orders_total_added_idx" ON "public"."orders" USING btree (total, added);
-- in a transaction of its own
ANALYZE "public"."orders" ("id");
