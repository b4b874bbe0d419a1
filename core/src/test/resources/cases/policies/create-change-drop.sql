-- from
create table t (id int, owner text);
alter table t enable row level security;
create policy gone on t using (true);
create policy changed on t for select to case_reader using (id > 0);
create policy command on t for select using (id > 0);
-- to
create table t (id int, owner text);
alter table t enable row level security;
create policy new on t for insert to case_writer with check (id > 5);
create policy changed on t for select to case_writer, case_reader using (id > 1);
create policy command on t for update using (id > 0) with check (id > 1);
comment on policy new on t is 'new';
-- plan
CREATE POLICY "new" ON "public"."t" FOR INSERT TO "case_writer" WITH CHECK ((id > 5));
COMMENT ON POLICY "new" ON "public"."t" IS 'new';
DROP POLICY "command" ON "public"."t";
CREATE POLICY "command" ON "public"."t" FOR UPDATE TO PUBLIC USING ((id > 0)) WITH CHECK ((id > 1));
ALTER POLICY "changed" ON "public"."t" USING ((id > 1));
ALTER POLICY "changed" ON "public"."t" TO "case_reader", "case_writer";
DROP POLICY "gone" ON "public"."t";
-- hazards
CHANGES_AUTHORIZATION:public.t.new
CHANGES_AUTHORIZATION:public.t.changed
CHANGES_AUTHORIZATION:public.t.gone
-- online
CREATE POLICY "new" ON "public"."t" FOR INSERT TO "case_writer" WITH CHECK ((id > 5));
COMMENT ON POLICY "new" ON "public"."t" IS 'new';
DROP POLICY "command" ON "public"."t";
CREATE POLICY "command" ON "public"."t" FOR UPDATE TO PUBLIC USING ((id > 0)) WITH CHECK ((id > 1));
ALTER POLICY "changed" ON "public"."t" USING ((id > 1));
ALTER POLICY "changed" ON "public"."t" TO "case_reader", "case_writer";
DROP POLICY "gone" ON "public"."t";
