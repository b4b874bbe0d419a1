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
-- online
-- outside of transactions
DROP INDEX CONCURRENTLY "public"."a_i";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "a_i" ON "public"."a" USING btree (id, b);
