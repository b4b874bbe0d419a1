-- from
create function f(i int) returns int language sql immutable as 'select i';
create table t (id int, d int default f(5), g int generated always as (f(id)) stored, constraint c check (f(id) > 0));
create index i on t (f(id));
create view v as select f(id) as f from t;
create function h() returns int language sql begin atomic select f(1); end;
insert into t values (1);
-- to
create function f(i int) returns bigint language sql immutable as 'select i::bigint';
create table t (id int, d int default f(5), g int generated always as (f(id)) stored, constraint c check (f(id) > 0));
create index i on t (f(id));
create view v as select f(id) as f from t;
create function h() returns int language sql begin atomic select f(1)::int; end;
-- plan
DROP FUNCTION "public"."h"();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" DROP DEFAULT;
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
DROP INDEX "public"."i";
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$select i::bigint$function$;
CREATE OR REPLACE FUNCTION public.h()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.f(1))::integer AS f;
END;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (public.f(id)) STORED;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT public.f(5);
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((public.f(id) > 0));
CREATE INDEX "i" ON "public"."t" USING btree (public.f(id));
CREATE VIEW "public"."v" AS
SELECT public.f(t.id) AS f
   FROM public.t;
-- plan 16
DROP FUNCTION "public"."h"();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" DROP DEFAULT;
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
DROP INDEX "public"."i";
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$select i::bigint$function$;
CREATE OR REPLACE FUNCTION public.h()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.f(1))::integer AS f;
END;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (public.f(id)) STORED;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT public.f(5);
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((public.f(id) > 0));
CREATE INDEX "i" ON "public"."t" USING btree (public.f(id));
CREATE VIEW "public"."v" AS
SELECT public.f(id) AS f
   FROM public.t;
-- hazards
REWRITES_TABLE:public.t.g
-- online
DROP FUNCTION "public"."h"();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" DROP DEFAULT;
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
DROP INDEX "public"."i";
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$select i::bigint$function$;
CREATE OR REPLACE FUNCTION public.h()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.f(1))::integer AS f;
END;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (public.f(id)) STORED;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT public.f(5);
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((public.f(id) > 0)) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT public.f(t.id) AS f
   FROM public.t;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (public.f(id));
-- in a transaction of its own
ANALYZE "public"."t";
-- online 16
DROP FUNCTION "public"."h"();
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" DROP DEFAULT;
ALTER TABLE "public"."t" DROP COLUMN "g";
ALTER TABLE "public"."t" DROP CONSTRAINT "c";
DROP INDEX "public"."i";
DROP VIEW "public"."v";
DROP FUNCTION "public"."f"(integer);
CREATE OR REPLACE FUNCTION public.f(i integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$select i::bigint$function$;
CREATE OR REPLACE FUNCTION public.h()
 RETURNS integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (public.f(1))::integer AS f;
END;
ALTER TABLE "public"."t" ADD COLUMN "g" integer GENERATED ALWAYS AS (public.f(id)) STORED;
ALTER TABLE ONLY "public"."t" ALTER COLUMN "d" SET DEFAULT public.f(5);
ALTER TABLE "public"."t" ADD CONSTRAINT "c" CHECK ((public.f(id) > 0)) NOT VALID;
CREATE VIEW "public"."v" AS
SELECT public.f(id) AS f
   FROM public.t;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c";
-- outside of transactions
CREATE INDEX CONCURRENTLY "i" ON "public"."t" USING btree (public.f(id));
-- in a transaction of its own
ANALYZE "public"."t";
