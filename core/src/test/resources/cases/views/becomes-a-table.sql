-- from
create table t (id int);
create view v as select id from t;
-- to
create table t (id int);
create table v (id int);
-- plan 17
DROP VIEW "public"."v";
CREATE TABLE "public"."v" (
    "id" integer
);
-- hazards 17
BREAKS_RUNNING_CODE:public.v
-- online 17
DROP VIEW "public"."v";
CREATE TABLE "public"."v" (
    "id" integer
);
