-- from
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger c after insert on t deferrable initially deferred for each row execute function f();
-- to
create table t (id int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger c after insert or update on t deferrable for each row execute function f();
-- plan
DROP TRIGGER "c" ON "public"."t";
CREATE CONSTRAINT TRIGGER c AFTER INSERT OR UPDATE ON public.t DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.f();
-- online
DROP TRIGGER "c" ON "public"."t";
CREATE CONSTRAINT TRIGGER c AFTER INSERT OR UPDATE ON public.t DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION public.f();
