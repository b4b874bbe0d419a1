-- from
create table t (id int);
create materialized view gone as select id from t;
-- to
create table t (id int);
create materialized view m as select id from t;
create unique index m_id on m (id);
create view v as select id from m;
