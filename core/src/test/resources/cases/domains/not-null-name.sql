-- min-major 17
-- from
create domain amount as int constraint there not null;
create domain code as text not null;
create domain number as int;
create domain other as int constraint said not null;
comment on constraint said on domain other is 'before';
-- to
create domain amount as int constraint is_there not null;
comment on constraint is_there on domain amount is 'always';
create domain code as varchar not null;
create domain number as int constraint counted not null;
create domain other as int constraint said not null;
comment on constraint said on domain other is 'after';
-- plan
ALTER DOMAIN "public"."code" RENAME TO "automigrate_old_c8fabb36";
CREATE DOMAIN "public"."code" AS character varying CONSTRAINT "code_not_null" NOT NULL;
DROP DOMAIN "public"."automigrate_old_c8fabb36";
ALTER DOMAIN "public"."number" ADD CONSTRAINT "counted" NOT NULL;
ALTER DOMAIN "public"."amount" RENAME CONSTRAINT "there" TO "is_there";
COMMENT ON CONSTRAINT "is_there" ON DOMAIN "public"."amount" IS 'always';
COMMENT ON CONSTRAINT "said" ON DOMAIN "public"."other" IS 'after';
-- hazards
CAN_FAIL_ON_DATA:public.code
CAN_FAIL_ON_DATA:public.number
