-- from
create table base (id int, v varchar(5));
create table child (extra int) inherits (base);
insert into child values (1, 'x', 2);
-- to
create table base (id bigint, v text);
create table child (extra int) inherits (base);
-- plan
ALTER TABLE "public"."base" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."base" ALTER COLUMN "v" TYPE text;
-- hazards
REWRITES_TABLE:public.base.id
-- online
ALTER TABLE "public"."base" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."base" ALTER COLUMN "v" TYPE text;
-- in a transaction of its own
ANALYZE "public"."base" ("id", "v");
