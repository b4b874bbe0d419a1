-- from
create table t (a int constraint old primary key);
create table r (a int references t);
insert into t values (1);
-- to
create table t (a int constraint new primary key);
create table r (a int references t);
-- plan
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
-- online
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
