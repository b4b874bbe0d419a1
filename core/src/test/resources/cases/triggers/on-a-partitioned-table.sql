-- from
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger gone after insert on m for each row execute function f();
-- to
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create table m_2 partition of m for values from (5) to (9);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger new after insert on m for each row execute function f();
create trigger own after insert on m_1 for each row execute function f();
-- plan 17
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM (5) TO (9);
CREATE TRIGGER new AFTER INSERT ON public.m FOR EACH ROW EXECUTE FUNCTION public.f();
CREATE TRIGGER own AFTER INSERT ON public.m_1 FOR EACH ROW EXECUTE FUNCTION public.f();
DROP TRIGGER "gone" ON "public"."m";
-- hazards 17
CHANGES_BEHAVIOR:public.m.new
CHANGES_BEHAVIOR:public.m_1.own
CHANGES_BEHAVIOR:public.m.gone
-- online 17
CREATE TABLE "public"."m_2" (
    LIKE "public"."m" INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION
);
ALTER TABLE "public"."m" ATTACH PARTITION "public"."m_2" FOR VALUES FROM (5) TO (9);
CREATE TRIGGER new AFTER INSERT ON public.m FOR EACH ROW EXECUTE FUNCTION public.f();
CREATE TRIGGER own AFTER INSERT ON public.m_1 FOR EACH ROW EXECUTE FUNCTION public.f();
DROP TRIGGER "gone" ON "public"."m";
