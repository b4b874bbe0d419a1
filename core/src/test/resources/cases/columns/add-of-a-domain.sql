-- from
create domain amount as int check (value > 0);
create domain plain as int;
create table t (id int primary key);
insert into t values (1), (2);
-- to
create domain amount as int check (value > 0);
create domain plain as int;
create table t (id int primary key, a amount, b amount default 5, c plain default 6);
-- check
(select bool_and(a is null and b = 5 and c = 6) from t)
-- plan
ALTER TABLE "public"."t" ADD COLUMN "a" public.amount;
ALTER TABLE "public"."t" ADD COLUMN "b" public.amount DEFAULT 5;
ALTER TABLE "public"."t" ADD COLUMN "c" public.plain DEFAULT 6;
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.t.b
-- online
ALTER TABLE "public"."t" ADD COLUMN "a" public.amount;
ALTER TABLE "public"."t" ADD COLUMN "b" public.amount DEFAULT 5;
ALTER TABLE "public"."t" ADD COLUMN "c" public.plain DEFAULT 6;
