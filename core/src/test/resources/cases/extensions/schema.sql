-- from
create schema ext;
create extension hstore;
create table t (b hstore);
insert into t values ('a=>1');
-- to
create schema ext;
create extension hstore schema ext;
create table t (b ext.hstore);
-- plan
ALTER EXTENSION "hstore" SET SCHEMA "ext";
-- hazards
CHANGES_EXTENSION:hstore
-- online
ALTER EXTENSION "hstore" SET SCHEMA "ext";
