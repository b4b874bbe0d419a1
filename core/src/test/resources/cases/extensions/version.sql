-- from
create extension hstore version '1.4';
create table t (b hstore);
-- to
create extension hstore version '1.5';
create table t (b hstore);
-- plan 17
ALTER EXTENSION "hstore" UPDATE TO '1.5';
-- hazards 17
CHANGES_EXTENSION:hstore
-- online 17
ALTER EXTENSION "hstore" UPDATE TO '1.5';
