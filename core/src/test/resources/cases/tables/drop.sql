-- allow DELETES_DATA:public.old
-- from
create table old (id int primary key);
create table t (id int primary key, old int references old);
insert into old values (1);
insert into t values (1, 1);
-- to
create table t (id int primary key, old int);
-- plan 17
ALTER TABLE "public"."t" DROP CONSTRAINT "t_old_fkey";
DROP TABLE "public"."old";
-- hazards 17
WEAKENS_INTEGRITY:public.t.t_old_fkey
DELETES_DATA:public.old
-- online 17
ALTER TABLE "public"."t" DROP CONSTRAINT "t_old_fkey";
DROP TABLE "public"."old";
