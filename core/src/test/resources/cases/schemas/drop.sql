-- schemas public, audit
-- allow DELETES_DATA:audit.entries
-- from
create schema audit;
create table audit.entries (id int primary key);
create view audit.recent as select id from audit.entries;
-- to
create table t (id int primary key);
