-- from
create table t (a int default 1, b text default 'x', c int, d timestamptz default now(), e int);
insert into t (e) values (1);
-- to
create table t (a int default 2, b text, c int default 3, d timestamptz default clock_timestamp(), e int default null);
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET DEFAULT 3;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 2;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT clock_timestamp();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" DROP DEFAULT;
-- online
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET DEFAULT 3;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET DEFAULT 2;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT clock_timestamp();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" DROP DEFAULT;
