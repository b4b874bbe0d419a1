-- from
create type mood as enum ('a', 'b');
create table t (m mood default 'a', id int);
insert into t values ('b', 1);
-- to
create type mood as enum ('a', 'b', 'c');
create table t (m mood default 'c', id int, check (m <> 'c' or id > 0));
create index i on t (id) where m = 'c';
create view v as select id from t where m = 'c';
-- plan
-- in a transaction of its own
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'c'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK (((m <> 'c'::public.mood) OR (id > 0)));
CREATE INDEX "i" ON "public"."t" USING btree (id) WHERE (m = 'c'::public.mood);
CREATE VIEW "public"."v" AS
SELECT t.id
   FROM public.t
  WHERE (t.m = 'c'::public.mood);
-- plan 16
-- in a transaction of its own
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'c'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK (((m <> 'c'::public.mood) OR (id > 0)));
CREATE INDEX "i" ON "public"."t" USING btree (id) WHERE (m = 'c'::public.mood);
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.t
  WHERE (m = 'c'::public.mood);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_check
-- online
-- in a transaction of its own
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'c'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK (((m <> 'c'::public.mood) OR (id > 0))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_check";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (id) WHERE (m = 'c'::public.mood);
CREATE VIEW "public"."v" AS
SELECT t.id
   FROM public.t
  WHERE (t.m = 'c'::public.mood);
-- online 16
-- in a transaction of its own
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'c'::public.mood;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_check" CHECK (((m <> 'c'::public.mood) OR (id > 0))) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_check";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (id) WHERE (m = 'c'::public.mood);
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.t
  WHERE (m = 'c'::public.mood);
