-- allow DELETES_DATA:public.a
-- allow DELETES_DATA:public.b
-- from
create table a (id int primary key, b int);
create table b (id int primary key, a int references a);
alter table a add constraint to_b foreign key (b) references b;
-- to
create table t ();
-- plan 17
CREATE TABLE "public"."t" ();
ALTER TABLE "public"."a" DROP CONSTRAINT "to_b";
ALTER TABLE "public"."b" DROP CONSTRAINT "b_a_fkey";
DROP TABLE "public"."a";
DROP TABLE "public"."b";
-- hazards 17
DELETES_DATA:public.a
DELETES_DATA:public.b
-- online 17
CREATE TABLE "public"."t" ();
ALTER TABLE "public"."a" DROP CONSTRAINT "to_b";
ALTER TABLE "public"."b" DROP CONSTRAINT "b_a_fkey";
DROP TABLE "public"."a";
DROP TABLE "public"."b";
