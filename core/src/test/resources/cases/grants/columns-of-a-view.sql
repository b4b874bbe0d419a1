-- from
create table u (id int);
create table t (a int, b text, "C" int);
create view v as select a, b, "C" from t;
grant select on v to case_reader;
grant select (a), update (b) on v to case_reader;
create view w as select a, b from t;
grant select (a), select (b) on w to case_reader;
create view x as select a, b from t;
grant select (a) on x to case_writer;
create view y as select id from u;
grant select, insert on y to case_reader;
grant select (id) on y to case_reader;
-- to
create table u (id int);
create table t (a bigint, b text, "C" int);
create view v as select a, b, "C" from t;
grant select (a), select ("C") on v to case_reader;
create view w as select b from t;
grant select (b) on w to case_reader;
create view x as select a, b from t;
grant select (a) on x to case_writer;
create view y as select id from u;
grant insert on y to case_reader;
grant select (id), update (id) on y to case_reader;
-- plan
DROP VIEW "public"."v";
DROP VIEW "public"."w";
DROP VIEW "public"."x";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE VIEW "public"."w" AS
SELECT t.b
   FROM public.t;
GRANT SELECT ("b") ON TABLE "public"."w" TO "case_reader";
CREATE VIEW "public"."v" AS
SELECT t.a,
    t.b,
    t."C"
   FROM public.t;
GRANT SELECT ("C"), SELECT ("a") ON TABLE "public"."v" TO "case_reader";
CREATE VIEW "public"."x" AS
SELECT t.a,
    t.b
   FROM public.t;
GRANT SELECT ("a") ON TABLE "public"."x" TO "case_writer";
REVOKE SELECT ON TABLE "public"."y" FROM "case_reader";
GRANT SELECT ("id") ON TABLE "public"."y" TO "case_reader";
GRANT UPDATE ("id") ON TABLE "public"."y" TO "case_reader";
-- hazards
REWRITES_TABLE:public.t.a
CHANGES_AUTHORIZATION:public.y
-- online
DROP VIEW "public"."v";
DROP VIEW "public"."w";
DROP VIEW "public"."x";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE VIEW "public"."w" AS
SELECT t.b
   FROM public.t;
GRANT SELECT ("b") ON TABLE "public"."w" TO "case_reader";
CREATE VIEW "public"."v" AS
SELECT t.a,
    t.b,
    t."C"
   FROM public.t;
GRANT SELECT ("C"), SELECT ("a") ON TABLE "public"."v" TO "case_reader";
CREATE VIEW "public"."x" AS
SELECT t.a,
    t.b
   FROM public.t;
GRANT SELECT ("a") ON TABLE "public"."x" TO "case_writer";
REVOKE SELECT ON TABLE "public"."y" FROM "case_reader";
GRANT SELECT ("id") ON TABLE "public"."y" TO "case_reader";
GRANT UPDATE ("id") ON TABLE "public"."y" TO "case_reader";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
-- plan 16
DROP VIEW "public"."v";
DROP VIEW "public"."w";
DROP VIEW "public"."x";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE VIEW "public"."w" AS
SELECT b
   FROM public.t;
GRANT SELECT ("b") ON TABLE "public"."w" TO "case_reader";
CREATE VIEW "public"."v" AS
SELECT a,
    b,
    "C"
   FROM public.t;
GRANT SELECT ("C"), SELECT ("a") ON TABLE "public"."v" TO "case_reader";
CREATE VIEW "public"."x" AS
SELECT a,
    b
   FROM public.t;
GRANT SELECT ("a") ON TABLE "public"."x" TO "case_writer";
REVOKE SELECT ON TABLE "public"."y" FROM "case_reader";
GRANT SELECT ("id") ON TABLE "public"."y" TO "case_reader";
GRANT UPDATE ("id") ON TABLE "public"."y" TO "case_reader";
-- online 16
DROP VIEW "public"."v";
DROP VIEW "public"."w";
DROP VIEW "public"."x";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE VIEW "public"."w" AS
SELECT b
   FROM public.t;
GRANT SELECT ("b") ON TABLE "public"."w" TO "case_reader";
CREATE VIEW "public"."v" AS
SELECT a,
    b,
    "C"
   FROM public.t;
GRANT SELECT ("C"), SELECT ("a") ON TABLE "public"."v" TO "case_reader";
CREATE VIEW "public"."x" AS
SELECT a,
    b
   FROM public.t;
GRANT SELECT ("a") ON TABLE "public"."x" TO "case_writer";
REVOKE SELECT ON TABLE "public"."y" FROM "case_reader";
GRANT SELECT ("id") ON TABLE "public"."y" TO "case_reader";
GRANT UPDATE ("id") ON TABLE "public"."y" TO "case_reader";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
