-- allow DELETES_DATA:public.t
-- min-major 18
-- from
create table t (a int not null) partition by list (a);
create table l (like t);
insert into l values (1);
-- to
create table t (a int not null);
create table l (like t);
-- plan
DROP TABLE "public"."t";
CREATE TABLE "public"."t" (
    "a" integer CONSTRAINT "t_a_not_null" NOT NULL
);
-- online
DROP TABLE "public"."t";
CREATE TABLE "public"."t" (
    "a" integer CONSTRAINT "t_a_not_null" NOT NULL
);
