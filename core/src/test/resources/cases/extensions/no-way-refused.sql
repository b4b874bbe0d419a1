-- from
create schema old;
create schema new;
create extension hstore version '1.5';
create extension xml2 schema old;
-- to
create schema old;
create schema new;
create extension hstore version '1.4';
create extension xml2 schema new;
-- hazards
CHANGES_EXTENSION:hstore
CHANGES_EXTENSION:xml2
-- refused
Extension "hstore" differs: version is 1.5, expected 1.4; PostgreSQL has no way from the one to the other. Drop and make it by statements of your own, or let the source ask for what is there.
Extension "xml2" differs: schema is old, expected new; PostgreSQL has no way from the one to the other. Drop and make it by statements of your own, or let the source ask for what is there.
