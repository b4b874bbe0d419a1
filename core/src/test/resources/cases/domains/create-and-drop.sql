-- from
create domain gone as int;
-- to
create domain amount as int default 5 check (value > 0);
create table t (a amount);
-- plan 17
CREATE DOMAIN "public"."amount" AS integer DEFAULT 5 CONSTRAINT "amount_check" CHECK ((VALUE > 0));
CREATE TABLE "public"."t" (
    "a" public.amount
);
DROP DOMAIN "public"."gone";
-- online 17
CREATE DOMAIN "public"."amount" AS integer DEFAULT 5 CONSTRAINT "amount_check" CHECK ((VALUE > 0));
CREATE TABLE "public"."t" (
    "a" public.amount
);
DROP DOMAIN "public"."gone";
