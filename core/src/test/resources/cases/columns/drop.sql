-- allow DELETES_DATA:public.t.b
-- from
create table t (id int primary key, b int, c int);
create index on t (b);
create index on t (c);
insert into t values (1, 2, 3);
-- to
create table t (id int primary key, c int);
create index on t (c);
-- plan
DROP INDEX "public"."t_b_idx";
ALTER TABLE "public"."t" DROP COLUMN "b";
-- hazards
DROPS_INDEX:public.t.t_b_idx
DELETES_DATA:public.t.b
-- online
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."t_b_idx";
ALTER TABLE "public"."t" DROP COLUMN "b";
