-- from
create table t (id int, v text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger gone after insert on t for each row execute function f();
create trigger changed after insert on t for each row execute function f();
create trigger disabled after insert on t for each row execute function f();
create trigger enabled after insert on t for each row execute function f();
alter table t disable trigger enabled;
-- to
create table t (id int, v text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger new before update on t for each row when (old.* is distinct from new.*) execute function f();
create trigger changed after insert or delete on t for each row execute function f();
create trigger disabled after insert on t for each row execute function f();
create trigger enabled after insert on t for each row execute function f();
alter table t disable trigger disabled, enable replica trigger enabled;
comment on trigger new on t is 'new';
-- plan
CREATE TRIGGER new BEFORE UPDATE ON public.t FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.f();
COMMENT ON TRIGGER "new" ON "public"."t" IS 'new';
CREATE OR REPLACE TRIGGER changed AFTER INSERT OR DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
ALTER TABLE "public"."t" DISABLE TRIGGER "disabled";
ALTER TABLE "public"."t" ENABLE REPLICA TRIGGER "enabled";
DROP TRIGGER "gone" ON "public"."t";
-- hazards
CHANGES_BEHAVIOR:public.t.new
CHANGES_BEHAVIOR:public.t.changed
CHANGES_BEHAVIOR:public.t.disabled
CHANGES_BEHAVIOR:public.t.enabled
CHANGES_BEHAVIOR:public.t.gone
-- online
CREATE TRIGGER new BEFORE UPDATE ON public.t FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.f();
COMMENT ON TRIGGER "new" ON "public"."t" IS 'new';
CREATE OR REPLACE TRIGGER changed AFTER INSERT OR DELETE ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();
ALTER TABLE "public"."t" DISABLE TRIGGER "disabled";
ALTER TABLE "public"."t" ENABLE REPLICA TRIGGER "enabled";
DROP TRIGGER "gone" ON "public"."t";
