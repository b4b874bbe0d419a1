-- allow DELETES_DATA:public.t.size
-- from
create table t (id int primary key, size text);
insert into t values (1, 'big');
-- to
create table t (id int primary key, created_at timestamptz);
-- plan 17
ALTER TABLE "public"."t" ADD COLUMN "created_at" timestamp with time zone;
ALTER TABLE "public"."t" DROP COLUMN "size";
-- hazards 17
DELETES_DATA:public.t.size
-- online 17
ALTER TABLE "public"."t" ADD COLUMN "created_at" timestamp with time zone;
ALTER TABLE "public"."t" DROP COLUMN "size";
