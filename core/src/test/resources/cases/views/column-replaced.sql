-- from
create table t (id int, v text);
create view a as select id, v from t;
create view b as select id from a;
create materialized view m as select id from b;
create index m_id on m (id);
comment on view b is 'kept';
grant select on b to case_reader;
-- to
create table t (id int, v text);
create view a as select v, id::bigint from t;
create view b as select id from a;
create materialized view m as select id from b;
create index m_id on m (id);
comment on view b is 'kept';
grant select on b to case_reader;
