-- from
create table t (a varchar(10), b varchar(10), c numeric(5, 2), d cidr, e timestamp(3));
create index on t (a);
insert into t values ('x', 'y', 1.5, '10.0.0.0/8', '2026-01-01');
-- to
create table t (a varchar(20), b text, c numeric(8, 2), d inet, e timestamp(6));
create index on t (a);
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(20);
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE numeric(8,2);
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE inet;
ALTER TABLE "public"."t" ALTER COLUMN "e" TYPE timestamp(6) without time zone;
-- online
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE character varying(20);
ALTER TABLE "public"."t" ALTER COLUMN "b" TYPE text;
ALTER TABLE "public"."t" ALTER COLUMN "c" TYPE numeric(8,2);
ALTER TABLE "public"."t" ALTER COLUMN "d" TYPE inet;
ALTER TABLE "public"."t" ALTER COLUMN "e" TYPE timestamp(6) without time zone;
-- in a transaction of its own
ANALYZE "public"."t" ("a", "b", "c", "d", "e");
