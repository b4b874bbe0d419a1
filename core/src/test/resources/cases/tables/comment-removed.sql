-- from
create table t (id int);
comment on table t is 'old';
comment on column t.id is 'old';
-- to
create table t (id int);
-- plan
COMMENT ON COLUMN "public"."t"."id" IS NULL;
COMMENT ON TABLE "public"."t" IS NULL;
-- online
COMMENT ON COLUMN "public"."t"."id" IS NULL;
COMMENT ON TABLE "public"."t" IS NULL;
