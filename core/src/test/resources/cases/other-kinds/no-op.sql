-- from
create table t (x int, y int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create rule quiet as on delete to t do also nothing;
create statistics related on x, y from t;
create text search configuration words (copy = simple);
create type span as range (subtype = int);
create collation plain from "C";
-- to
create table t (x int, y int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create rule quiet as on delete to t do also nothing;
create statistics related on x, y from t;
create text search configuration words (copy = simple);
create type span as range (subtype = int);
create collation plain from "C";
-- not compared
aggregate public.total(integer)
collation public.plain
range type public.span
rule quiet on public.t
statistics object public.related
text search configuration public.words
