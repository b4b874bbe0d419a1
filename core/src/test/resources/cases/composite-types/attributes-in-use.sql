-- from
create type pair as (a int, b text);
create table t (p pair);
create view v as select (p).a from t;
insert into t values ((1, 'x'));
-- to
create type pair as (a int, b text, c date);
create table t (p pair);
create view v as select (p).a from t;
-- plan
ALTER TYPE "public"."pair" ADD ATTRIBUTE "c" date;
-- online
ALTER TYPE "public"."pair" ADD ATTRIBUTE "c" date;
