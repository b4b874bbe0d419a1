-- allow DELETES_DATA:public.old_orders
-- from
create table old_orders (id int primary key, customer text, total int);
insert into old_orders values (1, 'x', 5);
-- to
create table orders (id int primary key, customer text, total int);
create view v as select id from orders;
-- plan
CREATE TABLE "public"."orders" (
    "id" integer NOT NULL,
    "customer" text,
    "total" integer,
    CONSTRAINT "orders_pkey" PRIMARY KEY (id)
);
CREATE VIEW "public"."v" AS
SELECT orders.id
   FROM public.orders;
DROP TABLE "public"."old_orders";
-- plan 16
CREATE TABLE "public"."orders" (
    "id" integer NOT NULL,
    "customer" text,
    "total" integer,
    CONSTRAINT "orders_pkey" PRIMARY KEY (id)
);
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.orders;
DROP TABLE "public"."old_orders";
-- hazards
DELETES_DATA:public.old_orders
