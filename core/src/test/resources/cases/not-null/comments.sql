-- min-major 18
-- from
create table t (a int constraint a_there not null, b int constraint old not null, c int);
comment on constraint a_there on t is 'before';
insert into t values (1, 1, 1);
-- to
create table t (a int constraint a_there not null, b int constraint new not null, c int constraint c_there not null);
comment on constraint a_there on t is 'after';
comment on constraint new on t is 'it''s new';
comment on constraint c_there on t is 'there';
create table u (a int constraint u_there not null);
comment on constraint u_there on u is 'in a new table';
-- plan
CREATE TABLE "public"."u" (
    "a" integer CONSTRAINT "u_there" NOT NULL
);
COMMENT ON CONSTRAINT "u_there" ON "public"."u" IS 'in a new table';
ALTER TABLE "public"."t" ADD CONSTRAINT "c_there" NOT NULL "c";
COMMENT ON CONSTRAINT "c_there" ON "public"."t" IS 'there';
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
COMMENT ON CONSTRAINT "new" ON "public"."t" IS 'it''s new';
COMMENT ON CONSTRAINT "a_there" ON "public"."t" IS 'after';
-- hazards
CAN_FAIL_ON_DATA:public.t.c
-- online
CREATE TABLE "public"."u" (
    "a" integer CONSTRAINT "u_there" NOT NULL
);
COMMENT ON CONSTRAINT "u_there" ON "public"."u" IS 'in a new table';
ALTER TABLE "public"."t" ADD CONSTRAINT "c_there" NOT NULL "c" NOT VALID;
COMMENT ON CONSTRAINT "c_there" ON "public"."t" IS 'there';
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "c_there";
ALTER TABLE "public"."t" RENAME CONSTRAINT "old" TO "new";
COMMENT ON CONSTRAINT "new" ON "public"."t" IS 'it''s new';
COMMENT ON CONSTRAINT "a_there" ON "public"."t" IS 'after';
