-- policy CREATE
-- from
create table t (id int);
create policy a on t using (id > 0);
-- to
create table t (id int);
create policy a on t using (id > 1);
