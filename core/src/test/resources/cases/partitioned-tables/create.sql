-- from
create table t (id int);
-- to
create table t (id int);
create table m (id int not null, at date not null, v text default 'x') partition by range (at);
create table m_1 partition of m for values from (minvalue) to ('2027-01-01');
create table m_2 partition of m (v default 'y', check (id > 0)) for values from ('2027-01-01') to (maxvalue)
	partition by list (id);
create table m_2_1 partition of m_2 for values in (1, 2);
create index on m (v) where id > 5;
create unique index on m (id, at);
create table h (id int) partition by hash (id);
create table h_0 partition of h for values with (modulus 4, remainder 0);
comment on table m_1 is 'a part';
-- plan 17
CREATE TABLE "public"."h" (
    "id" integer
) PARTITION BY HASH (id);
CREATE TABLE "public"."h_0" PARTITION OF "public"."h" FOR VALUES WITH (modulus 4, remainder 0);
CREATE TABLE "public"."m" (
    "id" integer NOT NULL,
    "at" date NOT NULL,
    "v" text DEFAULT 'x'::text
) PARTITION BY RANGE (at);
CREATE TABLE "public"."m_1" PARTITION OF "public"."m" FOR VALUES FROM (MINVALUE) TO ('2027-01-01');
COMMENT ON TABLE "public"."m_1" IS 'a part';
CREATE TABLE "public"."m_2" PARTITION OF "public"."m" (
    CONSTRAINT "m_2_id_check" CHECK ((id > 0))
) FOR VALUES FROM ('2027-01-01') TO (MAXVALUE) PARTITION BY LIST (id);
ALTER TABLE ONLY "public"."m_2" ALTER COLUMN "v" SET DEFAULT 'y'::text;
CREATE TABLE "public"."m_2_1" PARTITION OF "public"."m_2" FOR VALUES IN (1, 2);
CREATE UNIQUE INDEX "m_id_at_idx" ON "public"."m" USING btree (id, at);
CREATE INDEX "m_v_idx" ON "public"."m" USING btree (v) WHERE (id > 5);
-- online 17
CREATE TABLE "public"."h" (
    "id" integer
) PARTITION BY HASH (id);
CREATE TABLE "public"."h_0" PARTITION OF "public"."h" FOR VALUES WITH (modulus 4, remainder 0);
CREATE TABLE "public"."m" (
    "id" integer NOT NULL,
    "at" date NOT NULL,
    "v" text DEFAULT 'x'::text
) PARTITION BY RANGE (at);
CREATE TABLE "public"."m_1" PARTITION OF "public"."m" FOR VALUES FROM (MINVALUE) TO ('2027-01-01');
COMMENT ON TABLE "public"."m_1" IS 'a part';
CREATE TABLE "public"."m_2" PARTITION OF "public"."m" (
    CONSTRAINT "m_2_id_check" CHECK ((id > 0))
) FOR VALUES FROM ('2027-01-01') TO (MAXVALUE) PARTITION BY LIST (id);
ALTER TABLE ONLY "public"."m_2" ALTER COLUMN "v" SET DEFAULT 'y'::text;
CREATE TABLE "public"."m_2_1" PARTITION OF "public"."m_2" FOR VALUES IN (1, 2);
CREATE UNIQUE INDEX "m_id_at_idx" ON "public"."m" USING btree (id, at);
CREATE INDEX "m_v_idx" ON "public"."m" USING btree (v) WHERE (id > 5);
