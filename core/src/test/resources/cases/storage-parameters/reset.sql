-- from
create table t (id int, v text) with (fillfactor = 80, toast.autovacuum_enabled = false);
-- to
create table t (id int, v text);
-- plan
ALTER TABLE "public"."t" RESET (fillfactor, toast.autovacuum_enabled);
-- online
ALTER TABLE "public"."t" RESET (fillfactor, toast.autovacuum_enabled);
