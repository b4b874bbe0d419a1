-- from
create table a (id int primary key, b int not null);
create table c (id int);
alter table c replica identity full;
-- to
create table a (id int primary key, b int not null);
create unique index a_b on a (b);
alter table a replica identity using index a_b;
create table c (id int);
-- plan
CREATE UNIQUE INDEX "a_b" ON "public"."a" USING btree (b);
ALTER TABLE "public"."a" REPLICA IDENTITY USING INDEX "a_b";
ALTER TABLE "public"."c" REPLICA IDENTITY DEFAULT;
-- hazards
CAN_FAIL_ON_DATA:public.a.a_b
CHANGES_BEHAVIOR:public.a
CHANGES_BEHAVIOR:public.c
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "a_b" ON "public"."a" USING btree (b);
ALTER TABLE "public"."a" REPLICA IDENTITY USING INDEX "a_b";
-- in a transaction of its own
ALTER TABLE "public"."c" REPLICA IDENTITY DEFAULT;
