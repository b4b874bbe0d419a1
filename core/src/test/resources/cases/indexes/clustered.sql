-- from
create table t (a int);
create index i on t (a);
create index j on t (a desc);
alter table t cluster on i;
-- to
create table t (a int);
create index i on t (a);
create index j on t (a desc);
alter table t cluster on j;
-- plan
ALTER TABLE "public"."t" SET WITHOUT CLUSTER;
ALTER TABLE "public"."t" CLUSTER ON "j";
-- online
ALTER TABLE "public"."t" SET WITHOUT CLUSTER;
ALTER TABLE "public"."t" CLUSTER ON "j";
