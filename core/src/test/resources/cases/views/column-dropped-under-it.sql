-- allow DELETES_DATA:public.t.v
-- from
create table t (id int, v text);
create view a as select id, v from t;
-- to
create table t (id int);
create view a as select id from t;
-- plan
DROP VIEW "public"."a";
CREATE VIEW "public"."a" AS
SELECT t.id
   FROM public.t;
ALTER TABLE "public"."t" DROP COLUMN "v";
-- plan 16
DROP VIEW "public"."a";
CREATE VIEW "public"."a" AS
SELECT id
   FROM public.t;
ALTER TABLE "public"."t" DROP COLUMN "v";
-- hazards
DELETES_DATA:public.t.v
