-- from
create table t (id int);
create view v as select id from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a instead of insert on v for each row execute function f();
-- to
create table t (id bigint);
create view v as select id from t;
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a instead of insert on v for each row execute function f();
-- plan
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE VIEW "public"."v" AS
SELECT t.id
   FROM public.t;
CREATE TRIGGER a INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();
-- plan 16
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.t;
CREATE TRIGGER a INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();
-- hazards
REWRITES_TABLE:public.t.id
-- online
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE VIEW "public"."v" AS
SELECT t.id
   FROM public.t;
CREATE TRIGGER a INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();
-- in a transaction of its own
ANALYZE "public"."t" ("id");
-- online 16
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
CREATE VIEW "public"."v" AS
SELECT id
   FROM public.t;
CREATE TRIGGER a INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f();
-- in a transaction of its own
ANALYZE "public"."t" ("id");
