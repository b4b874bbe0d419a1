-- from
create table t (id int, a text);
insert into t values (1, '12'), (2, 'many');
-- to
create table t (id int, a int);
-- fails
many
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer USING "a"::integer;
-- hazards
CAN_FAIL_ON_DATA:public.t.a
REWRITES_TABLE:public.t.a
-- online
ALTER TABLE "public"."t" ALTER COLUMN "a" TYPE integer USING "a"::integer;
-- in a transaction of its own
ANALYZE "public"."t" ("a");
