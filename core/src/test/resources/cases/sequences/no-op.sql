-- from
create sequence s as smallint start 5 increment -1 minvalue -10 maxvalue 100 cache 3 cycle;
create table t (a int default nextval('s'), b serial);
alter sequence s owned by t.a;
comment on sequence s is 'counts';
select nextval('s');
-- to
create sequence s as smallint start 5 increment -1 minvalue -10 maxvalue 100 cache 3 cycle;
create table t (a int default nextval('s'), b serial);
alter sequence s owned by t.a;
comment on sequence s is 'counts';
select nextval('s');
