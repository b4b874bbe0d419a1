-- from
create type mood as enum ('a', 'b');
create table t (m mood);
insert into t values ('b');
-- to
create type mood as enum ('a');
create table t (m mood);
-- fails
b
-- plan
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
-- hazards
CAN_FAIL_ON_DATA:public.mood
REWRITES_TABLE:public.mood
-- online
ALTER TYPE "public"."mood" RENAME TO "automigrate_old_bcd62558";
CREATE TYPE "public"."mood" AS ENUM ('a');
ALTER TABLE "public"."t" ALTER COLUMN "m" TYPE public.mood USING "m"::text::public.mood;
DROP TYPE "public"."automigrate_old_bcd62558";
-- in a transaction of its own
ANALYZE "public"."t" ("m");
