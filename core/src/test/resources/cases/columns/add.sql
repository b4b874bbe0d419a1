-- from
create table t (id int primary key);
insert into t values (1), (2);
-- to
create table t (id int primary key, a text, b int not null default 5, c timestamptz not null default now(),
	d numeric(5, 2) check (d > 0), "E f" boolean default false);
comment on column t.a is 'new';
-- plan
ALTER TABLE "public"."t" ADD COLUMN "a" text;
COMMENT ON COLUMN "public"."t"."a" IS 'new';
ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT 5 NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" timestamp with time zone DEFAULT now() NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" numeric(5,2);
ALTER TABLE "public"."t" ADD COLUMN "E f" boolean DEFAULT false;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_d_check" CHECK ((d > (0)::numeric));
-- hazards
CAN_FAIL_ON_DATA:public.t.t_d_check
-- online
ALTER TABLE "public"."t" ADD COLUMN "a" text;
COMMENT ON COLUMN "public"."t"."a" IS 'new';
ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT 5 NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "c" timestamp with time zone DEFAULT now() NOT NULL;
ALTER TABLE "public"."t" ADD COLUMN "d" numeric(5,2);
ALTER TABLE "public"."t" ADD COLUMN "E f" boolean DEFAULT false;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_d_check" CHECK ((d > (0)::numeric)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_d_check";
