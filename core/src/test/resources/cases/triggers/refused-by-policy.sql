-- policy CREATE
-- from
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert on t for each row execute function f();
-- to
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after update on t for each row execute function f();
-- hazards
CHANGES_BEHAVIOR:public.t.a
-- refused
Trigger "a" on "public"."t" differs: definition is CREATE TRIGGER a AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f(), expected CREATE TRIGGER a AFTER UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.f(). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
