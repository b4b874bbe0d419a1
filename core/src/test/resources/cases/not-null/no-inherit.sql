-- min-major 18
-- from
create table t (a int constraint a_there not null no inherit);
insert into t values (1);
-- to
create table t (a int constraint a_there not null, b int constraint b_there not null no inherit default 1);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT 1 CONSTRAINT "b_there" NOT NULL NO INHERIT;
ALTER TABLE "public"."t" ALTER CONSTRAINT "a_there" INHERIT;
-- online
ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT 1 CONSTRAINT "b_there" NOT NULL NO INHERIT;
ALTER TABLE "public"."t" ALTER CONSTRAINT "a_there" INHERIT;
