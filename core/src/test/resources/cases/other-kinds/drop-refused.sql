-- from
create table t (x int);
create aggregate total (int) (sfunc = int4pl, stype = int);
create view v as select total(x) from t;
-- to
create table t (x int);
create view v as select sum(x) as total from t;
-- plan 17
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
SELECT sum(x) AS total
   FROM public.t;
-- not compared 17
aggregate public.total(integer)
-- online 17
DROP VIEW "public"."v";
CREATE VIEW "public"."v" AS
SELECT sum(x) AS total
   FROM public.t;
