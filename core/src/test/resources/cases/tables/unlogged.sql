-- from
create table t (id int primary key);
create unlogged table u (id int primary key);
insert into t values (1);
insert into u values (1);
-- to
create unlogged table t (id int primary key);
create table u (id int primary key);
-- plan
ALTER TABLE "public"."t" SET UNLOGGED;
ALTER TABLE "public"."u" SET LOGGED;
-- hazards
REWRITES_TABLE:public.t
REWRITES_TABLE:public.u
-- online
ALTER TABLE "public"."t" SET UNLOGGED;
-- in a transaction of its own
ALTER TABLE "public"."u" SET LOGGED;
