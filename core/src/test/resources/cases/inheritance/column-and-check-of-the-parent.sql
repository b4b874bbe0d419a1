-- from
create table base (id int not null);
create table child (extra int) inherits (base);
insert into base values (1);
insert into child values (2, 3);
-- to
create table base (id int not null, v text default 'x', constraint positive check (id > 0));
create table child (extra int) inherits (base);
-- plan
ALTER TABLE "public"."base" ADD COLUMN "v" text DEFAULT 'x'::text;
ALTER TABLE "public"."base" ADD CONSTRAINT "positive" CHECK ((id > 0));
-- hazards
CAN_FAIL_ON_DATA:public.base.positive
-- online
ALTER TABLE "public"."base" ADD COLUMN "v" text DEFAULT 'x'::text;
ALTER TABLE "public"."base" ADD CONSTRAINT "positive" CHECK ((id > 0)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."base" VALIDATE CONSTRAINT "positive";
