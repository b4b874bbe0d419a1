-- min-major 15
-- from
create table t (id int);
create view a with (security_invoker = true) as select id from t;
-- to
create table t (id int);
create view a as select id from t;
create view b with (security_invoker = true) as select id from t;
-- plan
CREATE VIEW "public"."b" WITH (security_invoker='true') AS
SELECT t.id
   FROM public.t;
ALTER VIEW "public"."a" RESET (security_invoker);
-- plan 16
CREATE VIEW "public"."b" WITH (security_invoker='true') AS
SELECT id
   FROM public.t;
ALTER VIEW "public"."a" RESET (security_invoker);
