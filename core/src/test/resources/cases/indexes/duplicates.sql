-- from
create table t (a text);
insert into t values ('twice'), ('twice');
-- to
create table t (a text);
create unique index i on t (lower(a));
-- fails
twice
-- plan
CREATE UNIQUE INDEX "i" ON "public"."t" USING btree (lower(a));
-- hazards
CAN_FAIL_ON_DATA:public.t.i
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (lower(a));
-- in a transaction of its own
ANALYZE "public"."t";
