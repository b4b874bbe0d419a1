-- allow DELETES_DATA:public.t.old_total
-- from
create table t (id int primary key, old_total int);
insert into t values (1, 5);
-- to
create table t (id int primary key, total int);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "total" integer;
ALTER TABLE "public"."t" DROP COLUMN "old_total";
-- hazards
DELETES_DATA:public.t.old_total
-- online
ALTER TABLE "public"."t" ADD COLUMN "total" integer;
ALTER TABLE "public"."t" DROP COLUMN "old_total";
