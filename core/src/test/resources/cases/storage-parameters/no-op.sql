-- from
create table t (id int, v text) with (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
-- to
create table t (id int, v text) with (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
