-- from
create table t (a int, constraint old check (a > 0));
insert into t values (1);
-- to
create table t (a int, constraint new check (a > 0));
-- plan
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
-- online
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
