-- from
create table t (id int primary key, b int);
insert into t values (1, 2);
-- to
create table t (id int primary key, c text);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "c" text;
-- hazards
DELETES_DATA:public.t.b
-- refused
Column "b" of "public"."t" would be dropped: all values of the column are deleted (8192 bytes). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.t.b.
-- online
ALTER TABLE "public"."t" ADD COLUMN "c" text;
