-- from
create table a (id int primary key);
-- to
create table a (id int primary key, b int);
create table b (id int primary key, a int references a);
alter table a add foreign key (b) references b;
comment on table b is 'new';
comment on column b.a is 'refers';
create index on b (a);
-- plan 17
CREATE TABLE "public"."b" (
    "id" integer NOT NULL,
    "a" integer,
    CONSTRAINT "b_pkey" PRIMARY KEY (id)
);
COMMENT ON TABLE "public"."b" IS 'new';
COMMENT ON COLUMN "public"."b"."a" IS 'refers';
ALTER TABLE "public"."a" ADD COLUMN "b" integer;
CREATE INDEX "b_a_idx" ON "public"."b" USING btree (a);
ALTER TABLE "public"."b" ADD CONSTRAINT "b_a_fkey" FOREIGN KEY (a) REFERENCES public.a(id);
ALTER TABLE "public"."a" ADD CONSTRAINT "a_b_fkey" FOREIGN KEY (b) REFERENCES public.b(id);
-- hazards 17
CAN_FAIL_ON_DATA:public.a.a_b_fkey
-- online 17
CREATE TABLE "public"."b" (
    "id" integer NOT NULL,
    "a" integer,
    CONSTRAINT "b_pkey" PRIMARY KEY (id)
);
COMMENT ON TABLE "public"."b" IS 'new';
COMMENT ON COLUMN "public"."b"."a" IS 'refers';
ALTER TABLE "public"."a" ADD COLUMN "b" integer;
CREATE INDEX "b_a_idx" ON "public"."b" USING btree (a);
ALTER TABLE "public"."b" ADD CONSTRAINT "b_a_fkey" FOREIGN KEY (a) REFERENCES public.a(id);
ALTER TABLE "public"."a" ADD CONSTRAINT "a_b_fkey" FOREIGN KEY (b) REFERENCES public.b(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."a" VALIDATE CONSTRAINT "a_b_fkey";
