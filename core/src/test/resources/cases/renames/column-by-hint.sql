-- from
create table orders (id int primary key, sum int not null default 5 check (sum > 0), g int generated always as (sum * 2) stored);
create index on orders (sum);
create view v as select sum from orders;
insert into orders values (1, 7);
-- to
create table orders (
	id int primary key,
	-- renamed from sum
	total bigint not null default 5 check (total > 0),
	g bigint generated always as (total * 2) stored);
create index on orders (total);
create view v as select total from orders;
-- check
(select total = 7 and g = 14 from orders)
-- plan
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT orders.total
   FROM public.orders;
-- plan 16
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT total
   FROM public.orders;
-- plan 18
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_not_null" TO "orders_total_not_null";
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT total
   FROM public.orders;
-- hazards
BREAKS_RUNNING_CODE:public.orders.sum
REWRITES_TABLE:public.orders.total
REWRITES_TABLE:public.orders.g
-- online
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT orders.total
   FROM public.orders;
-- in a transaction of its own
ANALYZE "public"."orders" ("total");
-- online 16
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT total
   FROM public.orders;
-- in a transaction of its own
ANALYZE "public"."orders" ("total");
-- online 18
ALTER TABLE "public"."orders" RENAME COLUMN "sum" TO "total";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_check" TO "orders_total_check";
ALTER INDEX "public"."orders_sum_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" DROP DEFAULT;
ALTER TABLE "public"."orders" DROP COLUMN "g";
DROP VIEW "public"."v";
ALTER TABLE "public"."orders" ALTER COLUMN "total" TYPE bigint;
ALTER TABLE "public"."orders" RENAME CONSTRAINT "orders_sum_not_null" TO "orders_total_not_null";
ALTER TABLE "public"."orders" ADD COLUMN "g" bigint GENERATED ALWAYS AS ((total * 2)) STORED;
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "total" SET DEFAULT 5;
CREATE VIEW "public"."v" AS
SELECT total
   FROM public.orders;
-- in a transaction of its own
ANALYZE "public"."orders" ("total");
