-- from
create table m (id int, old int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create index on m (old);
insert into m values (1, 7);
-- to
-- renamed from m
create table n (
	id int,
	-- renamed from old
	new int) partition by range (id);
-- renamed from m_1
create table n_1 partition of n for values from (1) to (5);
create index on n (new);
-- check
(select new = 7 from n)
-- plan
ALTER TABLE "public"."m" RENAME TO "n";
ALTER TABLE "public"."m_1" RENAME TO "n_1";
ALTER TABLE "public"."n" RENAME COLUMN "old" TO "new";
ALTER INDEX "public"."m_old_idx" RENAME TO "n_new_idx";
ALTER INDEX "public"."m_1_old_idx" RENAME TO "n_1_new_idx";
-- hazards
BREAKS_RUNNING_CODE:public.m
BREAKS_RUNNING_CODE:public.m_1
BREAKS_RUNNING_CODE:public.n.old
-- online
ALTER TABLE "public"."m" RENAME TO "n";
ALTER TABLE "public"."m_1" RENAME TO "n_1";
ALTER TABLE "public"."n" RENAME COLUMN "old" TO "new";
ALTER INDEX "public"."m_old_idx" RENAME TO "n_new_idx";
ALTER INDEX "public"."m_1_old_idx" RENAME TO "n_1_new_idx";
