-- from
create extension hstore version '1.4';
create table t (b hstore);
-- to
create extension hstore version '1.5';
create table t (b hstore);
-- plan
ALTER EXTENSION "hstore" UPDATE TO '1.5';
-- hazards
CHANGES_EXTENSION:hstore
-- online
ALTER EXTENSION "hstore" UPDATE TO '1.5';
