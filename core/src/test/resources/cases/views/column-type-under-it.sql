-- from
create table t (id int, v varchar(5));
create view a as select id, v from t;
create view b as select v from a;
create function f() returns setof b language sql as 'select * from b';
insert into t values (1, 'x');
-- to
create table t (id bigint, v text);
create view a as select id, v from t;
create view b as select v from a;
create function f() returns setof b language sql as 'select * from b';
-- plan
DROP FUNCTION "public"."f"();
DROP VIEW "public"."b";
DROP VIEW "public"."a";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."a" AS
SELECT t.id,
    t.v
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT a.v
   FROM public.a;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.b
 LANGUAGE sql
AS $function$select * from b$function$;
-- plan 16
DROP FUNCTION "public"."f"();
DROP VIEW "public"."b";
DROP VIEW "public"."a";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."a" AS
SELECT id,
    v
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT v
   FROM public.a;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.b
 LANGUAGE sql
AS $function$select * from b$function$;
-- hazards
REWRITES_TABLE:public.t.id
-- online
DROP FUNCTION "public"."f"();
DROP VIEW "public"."b";
DROP VIEW "public"."a";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."a" AS
SELECT t.id,
    t.v
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT a.v
   FROM public.a;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.b
 LANGUAGE sql
AS $function$select * from b$function$;
-- in a transaction of its own
ANALYZE "public"."t" ("id", "v");
-- online 16
DROP FUNCTION "public"."f"();
DROP VIEW "public"."b";
DROP VIEW "public"."a";
ALTER TABLE "public"."t" ALTER COLUMN "id" TYPE bigint;
ALTER TABLE "public"."t" ALTER COLUMN "v" TYPE text;
CREATE VIEW "public"."a" AS
SELECT id,
    v
   FROM public.t;
CREATE VIEW "public"."b" AS
SELECT v
   FROM public.a;
CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF public.b
 LANGUAGE sql
AS $function$select * from b$function$;
-- in a transaction of its own
ANALYZE "public"."t" ("id", "v");
