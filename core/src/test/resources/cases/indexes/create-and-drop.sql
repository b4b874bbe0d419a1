-- from
create table t (a int, b text, c jsonb);
create index gone on t (a);
insert into t values (1, 'x', '{}');
-- to
create table t (a int, b text, c jsonb);
create unique index u on t (a) include (b);
create index e on t (lower(b)) where a > 0;
create index g on t using gin (c jsonb_path_ops);
create index h on t using hash (b);
create index o on t (b text_pattern_ops desc nulls last) with (fillfactor = 60);
comment on index o is 'odd';
-- plan
CREATE INDEX "e" ON "public"."t" USING btree (lower(b)) WHERE (a > 0);
CREATE INDEX "g" ON "public"."t" USING gin (c jsonb_path_ops);
CREATE INDEX "h" ON "public"."t" USING hash (b);
CREATE INDEX "o" ON "public"."t" USING btree (b text_pattern_ops DESC NULLS LAST) WITH (fillfactor='60');
COMMENT ON INDEX "public"."o" IS 'odd';
CREATE UNIQUE INDEX "u" ON "public"."t" USING btree (a) INCLUDE (b);
DROP INDEX "public"."gone";
-- hazards
CAN_FAIL_ON_DATA:public.t.u
DROPS_INDEX:public.t.gone
-- online
-- outside of transactions
CREATE INDEX CONCURRENTLY "e" ON "public"."t" USING btree (lower(b)) WHERE (a > 0);
-- outside of transactions
CREATE INDEX CONCURRENTLY "g" ON "public"."t" USING gin (c jsonb_path_ops);
-- outside of transactions
CREATE INDEX CONCURRENTLY "h" ON "public"."t" USING hash (b);
-- outside of transactions
CREATE INDEX CONCURRENTLY "o" ON "public"."t" USING btree (b text_pattern_ops DESC NULLS LAST) WITH (fillfactor='60');
COMMENT ON INDEX "public"."o" IS 'odd';
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "u" ON "public"."t" USING btree (a) INCLUDE (b);
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."gone";
-- in a transaction of its own
ANALYZE "public"."t";
