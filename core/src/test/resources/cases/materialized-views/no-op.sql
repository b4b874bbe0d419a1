-- from
create table t (id int, v text);
create materialized view m with (fillfactor = 90) as select id, count(*) as n from t group by id;
create materialized view e as select 1 as one with no data;
create unique index m_id on m (id);
comment on materialized view m is 'counts';
comment on column m.n is 'how many';
comment on index m_id is 'an index';
grant select on m to case_reader;
-- to
create table t (id int, v text);
create materialized view m with (fillfactor = 90) as select id, count(*) as n from t group by id;
create materialized view e as select 1 as one with no data;
create unique index m_id on m (id);
comment on materialized view m is 'counts';
comment on column m.n is 'how many';
comment on index m_id is 'an index';
grant select on m to case_reader;
