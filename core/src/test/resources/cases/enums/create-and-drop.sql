-- from
create type gone as enum ('a');
-- to
create type mood as enum ('sad', 'happy');
create table t (m mood default 'sad');
comment on type mood is 'moods';
-- plan 17
CREATE TYPE "public"."mood" AS ENUM ('sad', 'happy');
COMMENT ON TYPE "public"."mood" IS 'moods';
CREATE TABLE "public"."t" (
    "m" public.mood DEFAULT 'sad'::public.mood
);
DROP TYPE "public"."gone";
-- online 17
CREATE TYPE "public"."mood" AS ENUM ('sad', 'happy');
COMMENT ON TYPE "public"."mood" IS 'moods';
CREATE TABLE "public"."t" (
    "m" public.mood DEFAULT 'sad'::public.mood
);
DROP TYPE "public"."gone";
