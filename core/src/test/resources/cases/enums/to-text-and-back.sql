-- from
create type mood as enum ('a', 'b');
create table t (m mood default 'a', n text default 'b');
insert into t values ('a', 'b');
-- to
create type mood as enum ('a', 'b');
create table t (m text default 'a', n mood default 'b');
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE text;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE public.mood USING "n"::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::text;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "n" SET DEFAULT 'b'::public.mood;
-- hazards
REWRITES_TABLE:public.t.m
CAN_FAIL_ON_DATA:public.t.n
REWRITES_TABLE:public.t.n
-- online
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE text;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "n" DROP DEFAULT;
ALTER TABLE "public"."t" ALTER COLUMN "n" TYPE public.mood USING "n"::public.mood;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "m" SET DEFAULT 'a'::text;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "n" SET DEFAULT 'b'::public.mood;
-- in a transaction of its own
ANALYZE "public"."t" ("m", "n");
