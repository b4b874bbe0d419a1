-- from
create extension citext;
create table t (id int);
-- to
create table t (id int);
-- plan
DROP EXTENSION "citext";
-- hazards
CHANGES_EXTENSION:citext
-- online
DROP EXTENSION "citext";
