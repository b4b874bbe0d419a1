-- from
create table t (id int, v varchar(5));
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after update of v on t for each row when (new.v <> 'x') execute function f();
insert into t values (1, 'y');
-- to
create table t (id int, v text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after update of v on t for each row when (new.v <> 'x') execute function f();
-- plan
DROP TRIGGER "a" ON "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE TRIGGER a AFTER UPDATE OF v ON public.t FOR EACH ROW WHEN ((new.v <> 'x'::text)) EXECUTE FUNCTION public.f();
-- online
DROP TRIGGER "a" ON "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE TRIGGER a AFTER UPDATE OF v ON public.t FOR EACH ROW WHEN ((new.v <> 'x'::text)) EXECUTE FUNCTION public.f();
-- in a transaction of its own
ANALYZE "public"."t" ("v");
