-- keep unmanaged
-- from
create table old (id int primary key);
create table t (id int primary key);
-- to
create table t (id int primary key, a int);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
-- unmanaged
table old
-- online
ALTER TABLE "public"."t" ADD COLUMN "a" integer;
