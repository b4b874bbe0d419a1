-- from
create table t (a int, b int);
create materialized view m as select a, b from t;
create index old on m (a);
-- to
create table t (a int, b int);
create materialized view m as select a, b from t;
create unique index new on m (a);
-- plan
CREATE UNIQUE INDEX "new" ON "public"."m" USING btree (a);
DROP INDEX "public"."old";
-- hazards
CAN_FAIL_ON_DATA:public.m.new
DROPS_INDEX:public.m.old
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "new" ON "public"."m" USING btree (a);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."old";
