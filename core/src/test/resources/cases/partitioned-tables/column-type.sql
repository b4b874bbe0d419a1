-- from
create table m (id int not null, at date not null, v varchar(5)) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into m values (1, '2026-01-01', 'x');
-- to
create table m (id int not null, at date not null, v text not null default 'y', w int) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
-- plan
ALTER TABLE "public"."m" ADD COLUMN "w" integer;
ALTER TABLE "public"."m" ALTER COLUMN "v" TYPE text;
ALTER TABLE "public"."m" ALTER COLUMN "v" SET NOT NULL;
ALTER TABLE ONLY "public"."m" ALTER COLUMN "v" SET DEFAULT 'y'::text;
ALTER TABLE ONLY "public"."m_1" ALTER COLUMN "v" SET DEFAULT 'y'::text;
-- hazards
CAN_FAIL_ON_DATA:public.m.v
-- online
ALTER TABLE "public"."m" ADD COLUMN "w" integer;
ALTER TABLE "public"."m" ALTER COLUMN "v" TYPE text;
ALTER TABLE "public"."m" ADD CONSTRAINT "automigrate_not_null_080a4490" CHECK ("v" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m" VALIDATE CONSTRAINT "automigrate_not_null_080a4490";
ALTER TABLE "public"."m" ALTER COLUMN "v" SET NOT NULL;
ALTER TABLE "public"."m" DROP CONSTRAINT "automigrate_not_null_080a4490";
ALTER TABLE ONLY "public"."m" ALTER COLUMN "v" SET DEFAULT 'y'::text;
ALTER TABLE ONLY "public"."m_1" ALTER COLUMN "v" SET DEFAULT 'y'::text;
-- in a transaction of its own
ANALYZE "public"."m" ("v");
