-- from
create table t (id int) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.1);
insert into t values (1);
-- to
create table t (id int) with (fillfactor = 90, autovacuum_enabled = false);
-- plan
ALTER TABLE "public"."t" SET (autovacuum_enabled='false', fillfactor='90');
ALTER TABLE "public"."t" RESET (autovacuum_vacuum_scale_factor);
-- online
ALTER TABLE "public"."t" SET (autovacuum_enabled='false', fillfactor='90');
ALTER TABLE "public"."t" RESET (autovacuum_vacuum_scale_factor);
