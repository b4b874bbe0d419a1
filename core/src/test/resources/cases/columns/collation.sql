-- from
create table t (a text, b text collate "C", c varchar(5) collate "C");
create index on t (a);
insert into t values ('a', 'b', 'c');
-- to
create table t (a text collate "C", b text, c varchar(8) collate "POSIX");
create index on t (a);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE text COLLATE pg_catalog."C";
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE character varying(8) COLLATE pg_catalog."POSIX";
-- online
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE text COLLATE pg_catalog."C";
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE character varying(8) COLLATE pg_catalog."POSIX";
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b", "c");
