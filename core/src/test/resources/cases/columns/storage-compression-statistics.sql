-- from
create table t (a text, b text, c text, d int);
alter table t alter a set storage external, alter b set compression pglz, alter d set statistics 50, alter d set (n_distinct = 10, n_distinct_inherited = 5);
insert into t values ('x', 'y', 'z', 1);
-- to
create table t (a text, b text, c text, d int);
alter table t alter b set storage main, alter c set compression pglz, alter d set statistics 500, alter c set (n_distinct = -0.5), alter d set (n_distinct = 20);
-- plan
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET STORAGE EXTENDED;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" SET STORAGE MAIN;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" SET COMPRESSION DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET COMPRESSION pglz;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET (n_distinct='-0.5');
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET STATISTICS 500;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET (n_distinct='20');
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" RESET (n_distinct_inherited);
-- plan 16
ALTER TABLE ONLY "public"."t" ALTER COLUMN "a" SET STORAGE DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" SET STORAGE MAIN;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "b" SET COMPRESSION DEFAULT;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET COMPRESSION pglz;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "c" SET (n_distinct='-0.5');
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET STATISTICS 500;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET (n_distinct='20');
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" RESET (n_distinct_inherited);
