-- from
create table t (id int, v varchar(5));
create view v as select id, v from t;
create function f(t) returns int language sql as 'select 1';
grant select on v to case_reader with grant option;
grant select (v) on t to case_writer;
revoke execute on function f(t) from public;
insert into t values (1, 'x');
-- to
create table t (id bigint, v text);
create view v as select id, v from t;
create function f(t) returns int language sql as 'select 1';
grant select on v to case_reader with grant option;
grant select (v) on t to case_writer;
revoke execute on function f(t) from public;
-- plan
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."v" AS
SELECT t.id,
    t.v
   FROM public.t;
GRANT SELECT ON TABLE "public"."v" TO "case_reader" WITH GRANT OPTION;
-- plan 16
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."v" AS
SELECT id,
    v
   FROM public.t;
GRANT SELECT ON TABLE "public"."v" TO "case_reader" WITH GRANT OPTION;
-- hazards
REWRITES_TABLE:public.t.id
-- online
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."v" AS
SELECT t.id,
    t.v
   FROM public.t;
GRANT SELECT ON TABLE "public"."v" TO "case_reader" WITH GRANT OPTION;
-- in a transaction of its own
ANALYZE "public"."t" ("id", "v");
-- online 16
DROP VIEW "public"."v";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."v" AS
SELECT id,
    v
   FROM public.t;
GRANT SELECT ON TABLE "public"."v" TO "case_reader" WITH GRANT OPTION;
-- in a transaction of its own
ANALYZE "public"."t" ("id", "v");
