-- from
create table t (id int);
-- to
create table t (id int);
create view v as select id from t;
create function f() returns setof v language sql begin atomic select id from v; end;
create view w as select id from f();
-- plan
CREATE VIEW "public"."v" AS
SELECT t.id
   FROM public.t;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.v
 LANGUAGE sql
BEGIN ATOMIC
 SELECT v.id
    FROM public.v;
END;
CREATE VIEW "public"."w" AS
SELECT f.id
   FROM public.f() f(id);
-- plan 16
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.t;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.v
 LANGUAGE sql
BEGIN ATOMIC
 SELECT v.id
    FROM public.v;
END;
CREATE VIEW "public"."w" AS
SELECT id
   FROM public.f() f(id);
