-- from
create table t (id int);
create view v as select id from t;
-- to
create table t (id int);
create table v (id int);
-- plan
DROP VIEW "public"."v";
CREATE TABLE "public"."v" (
    "id" integer
);
-- hazards
BREAKS_RUNNING_CODE:public.v
-- online
DROP VIEW "public"."v";
CREATE TABLE "public"."v" (
    "id" integer
);
