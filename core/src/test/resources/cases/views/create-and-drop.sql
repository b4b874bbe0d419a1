-- from
create table t (id int);
create view gone as select id from t;
create view gone_too as select id from gone;
-- to
create table t (id int);
create view b as select id from t;
create view a as select id from b;
create view c as select a.id from a join b using (id);
-- plan
CREATE VIEW "public"."b" AS
SELECT t.id
   FROM public.t;
CREATE VIEW "public"."a" AS
SELECT b.id
   FROM public.b;
CREATE VIEW "public"."c" AS
SELECT a.id
   FROM (public.a
     JOIN public.b USING (id));
DROP VIEW "public"."gone_too";
DROP VIEW "public"."gone";
-- plan 16
CREATE VIEW "public"."b" AS
SELECT id
   FROM public.t;
CREATE VIEW "public"."a" AS
SELECT id
   FROM public.b;
CREATE VIEW "public"."c" AS
SELECT a.id
   FROM (public.a
     JOIN public.b USING (id));
DROP VIEW "public"."gone_too";
DROP VIEW "public"."gone";
-- hazards
BREAKS_RUNNING_CODE:public.gone_too
BREAKS_RUNNING_CODE:public.gone
