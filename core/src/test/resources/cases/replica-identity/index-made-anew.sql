-- from
create table a (id int not null, b int not null);
create unique index a_i on a (id);
alter table a replica identity using index a_i;
insert into a values (1, 1);
-- to
create table a (id int not null, b int not null);
create unique index a_i on a (id, b);
alter table a replica identity using index a_i;
-- plan
DROP INDEX "public"."a_i";
CREATE UNIQUE INDEX "a_i" ON "public"."a" USING btree (id, b);
ALTER TABLE "public"."a" REPLICA IDENTITY USING INDEX "a_i";
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_5bc081f6" ON "public"."a" USING btree (id, b);
ALTER TABLE "public"."a" REPLICA IDENTITY USING INDEX "automigrate_index_5bc081f6";
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."a_i";
ALTER INDEX "public"."automigrate_index_5bc081f6" RENAME TO "a_i";
