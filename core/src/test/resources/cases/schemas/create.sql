-- from
create table t (id int primary key);
-- to
create schema audit;
comment on schema audit is 'who did what';
grant usage on schema audit to case_reader;
create table t (id int primary key);
create table audit.entries (id int primary key, t int references t);
-- plan 17
CREATE SCHEMA "audit";
COMMENT ON SCHEMA "audit" IS 'who did what';
GRANT USAGE ON SCHEMA "audit" TO "case_reader";
CREATE TABLE "audit"."entries" (
    "id" integer NOT NULL,
    "t" integer,
    CONSTRAINT "entries_pkey" PRIMARY KEY (id)
);
ALTER TABLE "audit"."entries" ADD CONSTRAINT "entries_t_fkey" FOREIGN KEY (t) REFERENCES public.t(id);
-- online 17
CREATE SCHEMA "audit";
COMMENT ON SCHEMA "audit" IS 'who did what';
GRANT USAGE ON SCHEMA "audit" TO "case_reader";
CREATE TABLE "audit"."entries" (
    "id" integer NOT NULL,
    "t" integer,
    CONSTRAINT "entries_pkey" PRIMARY KEY (id)
);
ALTER TABLE "audit"."entries" ADD CONSTRAINT "entries_t_fkey" FOREIGN KEY (t) REFERENCES public.t(id);
