-- from
create table t (id int);
create table u (id int);
alter table u enable row level security;
-- to
create table t (id int);
alter table t enable row level security, force row level security;
create table u (id int);
-- plan
ALTER TABLE "public"."t" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."t" FORCE ROW LEVEL SECURITY;
ALTER TABLE "public"."u" DISABLE ROW LEVEL SECURITY;
-- hazards
CHANGES_AUTHORIZATION:public.t
CHANGES_AUTHORIZATION:public.u
-- online
ALTER TABLE "public"."t" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "public"."t" FORCE ROW LEVEL SECURITY;
-- in a transaction of its own
ALTER TABLE "public"."u" DISABLE ROW LEVEL SECURITY;
