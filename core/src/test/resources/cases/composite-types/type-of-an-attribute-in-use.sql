-- from
create type pair as (a int, b text);
create table t (p pair);
insert into t values ((1, 'x'));
-- to
create type pair as (a bigint, b text);
create table t (p pair);
-- plan 17
ALTER TYPE "public"."pair" ALTER ATTRIBUTE "a" TYPE bigint;
-- online 17
ALTER TYPE "public"."pair" ALTER ATTRIBUTE "a" TYPE bigint;
