-- from
create table t (id int primary key);
insert into t values (1), (2);
-- to
create table t (id int primary key, a uuid not null default gen_random_uuid(), b bigint generated always as identity,
	c serial, d int generated always as (id * 2) stored);
-- check
(select count(distinct a) = 2 and count(distinct b) = 2 and count(distinct c) = 2 and sum(d) = 6 from t)
-- plan
CREATE SEQUENCE "public"."t_c_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
ALTER TABLE "public"."t" ADD COLUMN "a" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" integer DEFAULT nextval('public.t_c_seq'::regclass) NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS ((id * 2)) STORED;
ALTER SEQUENCE "public"."t_c_seq" OWNED BY "public"."t"."c";
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.t.b
REWRITES_TABLE:public.t.c
REWRITES_TABLE:public.t.d
-- online
CREATE SEQUENCE "public"."t_c_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
ALTER TABLE "public"."t" ADD COLUMN "a" uuid;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT gen_random_uuid();
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_fill_a6c8d942" CHECK ("a" IS NOT NULL OR true) NOT VALID;
-- outside of transactions
DO $automigrate$
#variable_conflict use_column
DECLARE
	part regclass;
	place bigint;
	without boolean;
	complete boolean := false;
BEGIN
	WHILE NOT complete AND EXISTS (
		SELECT FROM "public"."t" WHERE "a" IS NULL AND tableoid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'r')) LOOP
		FOR part IN
			WITH RECURSIVE tree AS (
				SELECT '"public"."t"'::regclass::oid AS oid
				UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
			SELECT c.oid::regclass FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid WHERE c.relkind = 'r'
		LOOP
			FOR place IN 0..pg_catalog.pg_relation_size(part) / pg_catalog.current_setting('block_size')::bigint BY 128 LOOP
				EXECUTE pg_catalog.format('WITH filled AS (UPDATE ONLY %1$s SET "a" = DEFAULT WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY %1$s WHERE ctid >= %2$L AND ctid < %3$L AND "a" IS NULL FOR NO KEY UPDATE SKIP LOCKED)) RETURNING "a" AS value) SELECT pg_catalog.count(*) > pg_catalog.count(value) FROM filled', part, '(' || place || ',0)', '(' || place + 128 || ',0)') INTO without;
				complete := complete OR without;
				COMMIT;
			END LOOP;
		END LOOP;
		PERFORM pg_catalog.pg_sleep(0.1);
	END LOOP;
END
$automigrate$;
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_a6c8d942" CHECK ("a" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_a6c8d942";
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_fill_a6c8d942";
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" integer;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DEFAULT nextval('public.t_c_seq'::regclass);
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_fill_48c6b86e" CHECK ("c" IS NOT NULL OR true) NOT VALID;
-- outside of transactions
DO $automigrate$
#variable_conflict use_column
DECLARE
	part regclass;
	place bigint;
	without boolean;
	complete boolean := false;
BEGIN
	WHILE NOT complete AND EXISTS (
		SELECT FROM "public"."t" WHERE "c" IS NULL AND tableoid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'r')) LOOP
		FOR part IN
			WITH RECURSIVE tree AS (
				SELECT '"public"."t"'::regclass::oid AS oid
				UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
			SELECT c.oid::regclass FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid WHERE c.relkind = 'r'
		LOOP
			FOR place IN 0..pg_catalog.pg_relation_size(part) / pg_catalog.current_setting('block_size')::bigint BY 128 LOOP
				EXECUTE pg_catalog.format('WITH filled AS (UPDATE ONLY %1$s SET "c" = DEFAULT WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY %1$s WHERE ctid >= %2$L AND ctid < %3$L AND "c" IS NULL FOR NO KEY UPDATE SKIP LOCKED)) RETURNING "c" AS value) SELECT pg_catalog.count(*) > pg_catalog.count(value) FROM filled', part, '(' || place || ',0)', '(' || place + 128 || ',0)') INTO without;
				complete := complete OR without;
				COMMIT;
			END LOOP;
		END LOOP;
		PERFORM pg_catalog.pg_sleep(0.1);
	END LOOP;
END
$automigrate$;
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_48c6b86e" CHECK ("c" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_48c6b86e";
ALTER TABLE "public"."t" ALTER COLUMN "c" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_48c6b86e";
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_fill_48c6b86e";
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS ((id * 2)) STORED;
ALTER SEQUENCE "public"."t_c_seq" OWNED BY "public"."t"."c";
-- in a transaction of its own
ANALYZE "public"."t" ("a", "c");
-- online 18
CREATE SEQUENCE "public"."t_c_seq" AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
ALTER TABLE "public"."t" ADD COLUMN "a" uuid;
ALTER TABLE "public"."t" ALTER COLUMN "a" SET DEFAULT gen_random_uuid();
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_fill_a6c8d942" CHECK ("a" IS NOT NULL OR true) NOT VALID;
-- outside of transactions
DO $automigrate$
#variable_conflict use_column
DECLARE
	part regclass;
	place bigint;
	without boolean;
	complete boolean := false;
BEGIN
	WHILE NOT complete AND EXISTS (
		SELECT FROM "public"."t" WHERE "a" IS NULL AND tableoid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'r')) LOOP
		FOR part IN
			WITH RECURSIVE tree AS (
				SELECT '"public"."t"'::regclass::oid AS oid
				UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
			SELECT c.oid::regclass FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid WHERE c.relkind = 'r'
		LOOP
			FOR place IN 0..pg_catalog.pg_relation_size(part) / pg_catalog.current_setting('block_size')::bigint BY 128 LOOP
				EXECUTE pg_catalog.format('WITH filled AS (UPDATE ONLY %1$s SET "a" = DEFAULT WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY %1$s WHERE ctid >= %2$L AND ctid < %3$L AND "a" IS NULL FOR NO KEY UPDATE SKIP LOCKED)) RETURNING "a" AS value) SELECT pg_catalog.count(*) > pg_catalog.count(value) FROM filled', part, '(' || place || ',0)', '(' || place + 128 || ',0)') INTO without;
				complete := complete OR without;
				COMMIT;
			END LOOP;
		END LOOP;
		PERFORM pg_catalog.pg_sleep(0.1);
	END LOOP;
END
$automigrate$;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_a_not_null" NOT NULL "a" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_a_not_null";
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_fill_a6c8d942";
ALTER TABLE "public"."t" ADD COLUMN "b" bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" integer;
ALTER TABLE "public"."t" ALTER COLUMN "c" SET DEFAULT nextval('public.t_c_seq'::regclass);
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_fill_48c6b86e" CHECK ("c" IS NOT NULL OR true) NOT VALID;
-- outside of transactions
DO $automigrate$
#variable_conflict use_column
DECLARE
	part regclass;
	place bigint;
	without boolean;
	complete boolean := false;
BEGIN
	WHILE NOT complete AND EXISTS (
		SELECT FROM "public"."t" WHERE "c" IS NULL AND tableoid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'r')) LOOP
		FOR part IN
			WITH RECURSIVE tree AS (
				SELECT '"public"."t"'::regclass::oid AS oid
				UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
			SELECT c.oid::regclass FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid WHERE c.relkind = 'r'
		LOOP
			FOR place IN 0..pg_catalog.pg_relation_size(part) / pg_catalog.current_setting('block_size')::bigint BY 128 LOOP
				EXECUTE pg_catalog.format('WITH filled AS (UPDATE ONLY %1$s SET "c" = DEFAULT WHERE ctid = ANY (ARRAY(SELECT ctid FROM ONLY %1$s WHERE ctid >= %2$L AND ctid < %3$L AND "c" IS NULL FOR NO KEY UPDATE SKIP LOCKED)) RETURNING "c" AS value) SELECT pg_catalog.count(*) > pg_catalog.count(value) FROM filled', part, '(' || place || ',0)', '(' || place + 128 || ',0)') INTO without;
				complete := complete OR without;
				COMMIT;
			END LOOP;
		END LOOP;
		PERFORM pg_catalog.pg_sleep(0.1);
	END LOOP;
END
$automigrate$;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_c_not_null" NOT NULL "c" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_c_not_null";
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_fill_48c6b86e";
ALTER TABLE "public"."t" ADD COLUMN "d" integer GENERATED ALWAYS AS ((id * 2)) STORED;
ALTER SEQUENCE "public"."t_c_seq" OWNED BY "public"."t"."c";
-- in a transaction of its own
ANALYZE "public"."t" ("a", "c");
