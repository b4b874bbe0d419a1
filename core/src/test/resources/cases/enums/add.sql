-- from
create type mood as enum ('b', 'd');
create table t (m mood default 'b');
insert into t values ('d');
-- to
create type mood as enum ('a', 'b', 'c', 'd', 'e');
create table t (m mood default 'b');
-- plan
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'a' BEFORE 'b';
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'e' AFTER 'd';
-- online
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'a' BEFORE 'b';
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'c' AFTER 'b';
ALTER TYPE "public"."mood" ADD VALUE IF NOT EXISTS 'e' AFTER 'd';
