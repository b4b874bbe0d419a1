-- from
create table t (id int, owner text);
create table u (id int);
create policy a on t using (id > 0 and exists (select from u where u.id = t.id));
insert into t values (1, 'x');
-- to
create table t (id bigint, owner text);
create table u (id bigint);
create policy a on t using (id > 0 and exists (select from u where u.id = t.id));
-- plan
DROP POLICY "a" ON "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."u" ALTER COLUMN "id" TYPE bigint;
CREATE POLICY "a" ON "public"."t" FOR ALL TO PUBLIC USING (((id > 0) AND (EXISTS ( SELECT
   FROM public.u
  WHERE (u.id = t.id)))));
-- hazards
REWRITES_TABLE:public.t.id
REWRITES_TABLE:public.u.id
-- online
DROP POLICY "a" ON "public"."t";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."u" ALTER COLUMN "id" TYPE bigint;
CREATE POLICY "a" ON "public"."t" FOR ALL TO PUBLIC USING (((id > 0) AND (EXISTS ( SELECT
   FROM public.u
  WHERE (u.id = t.id)))));
-- in a transaction of its own
ANALYZE "public"."t" ("id");
-- in a transaction of its own
ANALYZE "public"."u" ("id");
