-- allow DELETES_DATA:public.gone
-- from
create sequence gone;
create table t (a int default nextval('gone'));
-- to
create sequence s as bigint start 10 increment 10;
create table t (a int default nextval('s'));
alter sequence s owned by t.a;
