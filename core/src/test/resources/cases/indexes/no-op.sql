-- from
create table t (a int, b text, c jsonb, d int4range, e tsvector);
create unique index on t (a) include (b);
create index on t (lower(b)) where a > 0;
create index on t using gin (c jsonb_path_ops) with (fastupdate = off);
create index on t using gist (d);
create index on t using spgist (d);
create index on t using hash (b);
create index on t (b text_pattern_ops desc nulls last, a nulls first);
create index on t using brin (a) with (pages_per_range = 32);
create index odd on t ((a + 1), b collate "C") with (fillfactor = 70);
create index on t using gin (e);
comment on index odd is 'odd';
-- to
create table t (a int, b text, c jsonb, d int4range, e tsvector);
create unique index on t (a) include (b);
create index on t (lower(b)) where a > 0;
create index on t using gin (c jsonb_path_ops) with (fastupdate = off);
create index on t using gist (d);
create index on t using spgist (d);
create index on t using hash (b);
create index on t (b text_pattern_ops desc nulls last, a nulls first);
create index on t using brin (a) with (pages_per_range = 32);
create index odd on t ((a + 1), b collate "C") with (fillfactor = 70);
create index on t using gin (e);
comment on index odd is 'odd';
