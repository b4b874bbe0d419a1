-- from
create table t (a int primary key, b int generated always as (a + 1) stored, constraint positive check (a > 0));
create table r (a int references t);
create index i on t ((a + 1)) where a > 5;
create view v as select a, b from t where a > 1;
create function f() returns bigint language sql begin atomic select sum(a) from t; end;
insert into t values (1), (2);
insert into r values (2);
-- to
create table t (a bigint primary key, b bigint generated always as (a + 1) stored, constraint positive check (a > 0));
create table r (a bigint references t);
create index i on t ((a + 1)) where a > 5;
create view v as select a, b from t where a > 1;
create function f() returns bigint language sql begin atomic select sum(a)::bigint from t; end;
-- plan
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (sum(t.a))::bigint AS sum
    FROM public.t;
END;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS ((a + 1)) STORED;
ALTER TABLE "public"."r" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a);
CREATE VIEW "public"."v" AS
SELECT t.a,
    t.b
   FROM public.t
  WHERE (t.a > 1);
-- plan 16
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (sum(t.a))::bigint AS sum
    FROM public.t;
END;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS ((a + 1)) STORED;
ALTER TABLE "public"."r" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a);
CREATE VIEW "public"."v" AS
SELECT a,
    b
   FROM public.t
  WHERE (a > 1);
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.t.b
REWRITES_TABLE:public.r.a
-- online
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (sum(t.a))::bigint AS sum
    FROM public.t;
END;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS ((a + 1)) STORED;
ALTER TABLE "public"."r" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT t.a,
    t.b
   FROM public.t
  WHERE (t.a > 1);
-- in a transaction of its own
ALTER TABLE "public"."r" VALIDATE CONSTRAINT "r_a_fkey";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
-- in a transaction of its own
ANALYZE "public"."r" ("a");
-- online 16
DROP FUNCTION "public"."f"();
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
DROP VIEW "public"."v";
ALTER TABLE "public"."t" DROP COLUMN "b";
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE bigint;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (sum(t.a))::bigint AS sum
    FROM public.t;
END;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS ((a + 1)) STORED;
ALTER TABLE "public"."r" ALTER COLUMN "a" TYPE bigint;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT a,
    b
   FROM public.t
  WHERE (a > 1);
-- in a transaction of its own
ALTER TABLE "public"."r" VALIDATE CONSTRAINT "r_a_fkey";
-- in a transaction of its own
ANALYZE "public"."t" ("a");
-- in a transaction of its own
ANALYZE "public"."r" ("a");
