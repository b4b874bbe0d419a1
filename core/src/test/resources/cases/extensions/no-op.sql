-- from
create extension citext;
create schema ext;
create extension hstore schema ext;
create table t (a citext unique, b ext.hstore);
insert into t values ('x', 'a=>1');
-- to
create extension citext;
create schema ext;
create extension hstore schema ext;
create table t (a citext unique, b ext.hstore);
insert into t values ('x', 'a=>1');
