-- from
create table t (a int, b int);
insert into t values (1, 1), (2, 2);
create index t_a on t (a);
create index automigrate_index_4326135f on t (a, b);
update pg_index set indisvalid = false where indexrelid = 't_a'::regclass;
-- to
create table t (a int, b int);
create index t_a on t (a, b);
-- plan
DROP INDEX "public"."t_a";
CREATE INDEX "t_a" ON "public"."t" USING btree (a, b);
DROP INDEX "public"."automigrate_index_4326135f";
-- hazards
DROPS_INDEX:public.t.automigrate_index_4326135f
-- online
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."t_a";
ALTER INDEX "public"."automigrate_index_4326135f" RENAME TO "t_a";
