-- min-major 18
-- from
create table t (a int, b int generated always as (a * 2) virtual, c int generated always as (a * 2) stored, d int generated always as (a) virtual);
insert into t (a) values (1);
-- to
create table t (a int, b int generated always as (a * 3) virtual, c int generated always as (a * 2) virtual, d int generated always as (a) stored, e int generated always as (a + 1));
-- check
(select b = 3 and c = 2 and d = 1 and e = 2 from t)
-- plan
ALTER TABLE "public"."t" ADD COLUMN "e" integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
ALTER TABLE "public"."t" DROP COLUMN "c";
ALTER TABLE "public"."t" ADD COLUMN "c" integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;
ALTER TABLE "public"."t" DROP COLUMN "d";
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS (a) STORED;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET EXPRESSION AS ((a * 3));
-- online
ALTER TABLE "public"."t" ADD COLUMN "e" integer GENERATED ALWAYS AS ((a + 1)) VIRTUAL;
ALTER TABLE "public"."t" DROP COLUMN "c";
ALTER TABLE "public"."t" ADD COLUMN "c" integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL;
ALTER TABLE "public"."t" DROP COLUMN "d";
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS (a) STORED;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET EXPRESSION AS ((a * 3));
