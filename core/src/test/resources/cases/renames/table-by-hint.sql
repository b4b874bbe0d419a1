-- from
create table old_orders (id serial primary key, total int);
create table lines (id int primary key, "order" int references old_orders);
create index on old_orders (total);
create view v as select total from old_orders;
insert into old_orders (total) values (5);
insert into lines values (1, 1);
-- to
-- renamed from old_orders
create table orders (id serial primary key, total int);
create table lines (id int primary key, "order" int references orders);
create index on orders (total);
create view v as select total from orders;
-- check
(select total = 5 from orders)
(select nextval(pg_get_serial_sequence('orders', 'id')) = 2)
-- plan
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER SEQUENCE "public"."old_orders_id_seq" RENAME TO "orders_id_seq";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER INDEX "public"."old_orders_total_idx" RENAME TO "orders_total_idx";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "id" SET DEFAULT nextval('public.orders_id_seq'::regclass);
-- plan 18
ALTER TABLE "public"."old_orders" RENAME TO "orders";
ALTER SEQUENCE "public"."old_orders_id_seq" RENAME TO "orders_id_seq";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_pkey" TO "orders_pkey";
ALTER INDEX "public"."old_orders_total_idx" RENAME TO "orders_total_idx";
ALTER TABLE "public"."orders" RENAME CONSTRAINT "old_orders_id_not_null" TO "orders_id_not_null";
ALTER TABLE ONLY "public"."orders" ALTER COLUMN "id" SET DEFAULT nextval('public.orders_id_seq'::regclass);
-- hazards
BREAKS_RUNNING_CODE:public.old_orders
