-- schemas public, old
-- from
create schema old;
create extension citext schema old;
-- to
create schema new;
create extension citext schema new;
-- plan
CREATE SCHEMA "new";
ALTER EXTENSION "citext" SET SCHEMA "new";
DROP SCHEMA "old";
-- hazards
CHANGES_EXTENSION:citext
