-- allow DELETES_DATA:audit.entries
-- schemas public, audit
-- from
create schema audit;
create table audit.entries (id int primary key);
create view audit.recent as select id from audit.entries;
-- to
create table t (id int primary key);
-- plan 17
CREATE TABLE "public"."t" (
    "id" integer NOT NULL,
    CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
DROP VIEW "audit"."recent";
DROP TABLE "audit"."entries";
DROP SCHEMA "audit";
-- hazards 17
BREAKS_RUNNING_CODE:audit.recent
DELETES_DATA:audit.entries
-- online 17
CREATE TABLE "public"."t" (
    "id" integer NOT NULL,
    CONSTRAINT "t_pkey" PRIMARY KEY (id)
);
DROP VIEW "audit"."recent";
DROP TABLE "audit"."entries";
DROP SCHEMA "audit";
