-- from
create type pair as (a int, b varchar(5), gone int);
comment on column pair.a is 'old';
-- to
create type pair as (a bigint, b text, c date);
comment on column pair.c is 'new';
-- plan
ALTER TYPE "public"."pair" DROP ATTRIBUTE "gone", ALTER ATTRIBUTE "a" TYPE bigint, ALTER ATTRIBUTE "b" TYPE text, ADD ATTRIBUTE "c" date;
COMMENT ON COLUMN "public"."pair"."a" IS NULL;
COMMENT ON COLUMN "public"."pair"."c" IS 'new';
-- online
ALTER TYPE "public"."pair" DROP ATTRIBUTE "gone", ALTER ATTRIBUTE "a" TYPE bigint, ALTER ATTRIBUTE "b" TYPE text, ADD ATTRIBUTE "c" date;
COMMENT ON COLUMN "public"."pair"."a" IS NULL;
COMMENT ON COLUMN "public"."pair"."c" IS 'new';
