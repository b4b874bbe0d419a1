-- from
create table t (a int constraint k primary key, b int, c int);
create index i on t (b);
create view v as select a, b from t;
create materialized view m as select a from t;
create sequence q;
create function f() returns int language sql as 'select 1';
comment on table t is 'old';
comment on column t.a is 'gone';
comment on constraint k on t is 'old';
comment on column v.a is 'gone';
comment on function f() is 'gone';
-- to
create table t (a int constraint k primary key, b int, c int);
create index i on t (b);
create view v as select a, b from t;
create materialized view m as select a from t;
create sequence q;
create function f() returns int language sql as 'select 1';
comment on table t is 'it''s new';
comment on column t.b is 'new
on two lines -- no comment';
comment on constraint k on t is 'new';
comment on index i is 'new';
comment on view v is 'new';
comment on column v.b is 'new';
comment on materialized view m is 'new';
comment on column m.a is 'new';
comment on sequence q is 'new';
-- plan
COMMENT ON SEQUENCE "public"."q" IS 'new';
COMMENT ON FUNCTION "public"."f"() IS NULL;
COMMENT ON COLUMN "public"."t"."a" IS NULL;
COMMENT ON COLUMN "public"."t"."b" IS 'new
on two lines -- no comment';
COMMENT ON CONSTRAINT "k" ON "public"."t" IS 'new';
COMMENT ON INDEX "public"."i" IS 'new';
COMMENT ON TABLE "public"."t" IS 'it''s new';
COMMENT ON COLUMN "public"."m"."a" IS 'new';
COMMENT ON MATERIALIZED VIEW "public"."m" IS 'new';
COMMENT ON COLUMN "public"."v"."a" IS NULL;
COMMENT ON COLUMN "public"."v"."b" IS 'new';
COMMENT ON VIEW "public"."v" IS 'new';
-- online
COMMENT ON SEQUENCE "public"."q" IS 'new';
COMMENT ON FUNCTION "public"."f"() IS NULL;
COMMENT ON COLUMN "public"."t"."a" IS NULL;
COMMENT ON COLUMN "public"."t"."b" IS 'new
on two lines -- no comment';
COMMENT ON CONSTRAINT "k" ON "public"."t" IS 'new';
COMMENT ON INDEX "public"."i" IS 'new';
COMMENT ON TABLE "public"."t" IS 'it''s new';
COMMENT ON COLUMN "public"."m"."a" IS 'new';
COMMENT ON MATERIALIZED VIEW "public"."m" IS 'new';
COMMENT ON COLUMN "public"."v"."a" IS NULL;
COMMENT ON COLUMN "public"."v"."b" IS 'new';
COMMENT ON VIEW "public"."v" IS 'new';
