-- from
create table t (a int, b int generated always as (a * 2) stored, c int generated always as (a * 3) stored, d int);
insert into t (a, d) values (1, 5);
-- to
create table t (a int, b int generated always as (a * 4) stored, c int, d int, e text generated always as (a::text || 'x') stored);
-- check
(select b = 4 and c = 3 and e = '1x' from t)
-- plan
ALTER TABLE "public"."t" ADD COLUMN "e" text GENERATED ALWAYS AS (((a)::text || 'x'::text)) STORED;
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ADD COLUMN "b" integer GENERATED ALWAYS AS ((a * 4)) STORED;
ALTER TABLE "public"."t" ALTER COLUMN "c" DROP EXPRESSION;
-- plan 17
ALTER TABLE "public"."t" ADD COLUMN "e" text GENERATED ALWAYS AS (((a)::text || 'x'::text)) STORED;
ALTER TABLE "public"."t" ALTER COLUMN "c" DROP EXPRESSION;
ALTER TABLE "public"."t" ALTER COLUMN "b" SET EXPRESSION AS ((a * 4));
-- hazards
REWRITES_TABLE:public.t.e
-- hazards 17
REWRITES_TABLE:public.t.e
REWRITES_TABLE:public.t.b
