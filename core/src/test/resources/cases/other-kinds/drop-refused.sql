-- from
create table t (x int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create view v as select total(x) from t;
-- to
create table t (x int);
create view v as select sum(x) as total from t;
-- plan
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
SELECT sum(t.x) AS total
   FROM public.t;
-- plan 16
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
SELECT sum(x) AS total
   FROM public.t;
-- not compared
aggregate public.total(integer)
