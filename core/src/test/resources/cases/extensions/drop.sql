-- from
create extension citext;
create table t (id int);
-- to
create table t (id int);
-- plan 17
DROP EXTENSION "citext";
-- hazards 17
CHANGES_EXTENSION:citext
-- online 17
DROP EXTENSION "citext";
