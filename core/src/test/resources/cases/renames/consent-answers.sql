-- allow DELETES_DATA:public.t.size
-- from
create table t (id int primary key, size text);
insert into t values (1, 'big');
-- to
create table t (id int primary key, created_at timestamptz);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "created_at" timestamp with time zone;
ALTER TABLE "public"."t" DROP COLUMN "size";
-- hazards
DELETES_DATA:public.t.size
-- online
ALTER TABLE "public"."t" ADD COLUMN "created_at" timestamp with time zone;
ALTER TABLE "public"."t" DROP COLUMN "size";
