-- from
create table t (a int);
create index old on t (a);
-- to
create table t (a int);
create index new on t (a);
-- plan
ALTER INDEX "public"."old" RENAME TO "new";
-- online
ALTER INDEX "public"."old" RENAME TO "new";
