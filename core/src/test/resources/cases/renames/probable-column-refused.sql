-- allow DELETES_DATA:public.t.old_total
-- from
create table t (id int primary key, old_total int);
insert into t values (1, 5);
-- to
create table t (id int primary key, total int);
-- plan 17
ALTER TABLE "public"."t" ADD COLUMN "total" integer;
ALTER TABLE "public"."t" DROP COLUMN "old_total";
-- hazards 17
DELETES_DATA:public.t.old_total
-- online 17
ALTER TABLE "public"."t" ADD COLUMN "total" integer;
ALTER TABLE "public"."t" DROP COLUMN "old_total";
