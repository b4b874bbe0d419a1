-- from
create table t (id int, v text);
create materialized view m as select id from t;
create unique index m_id on m (id);
create view w as select id from m;
grant select on m to case_reader;
insert into t values (1, 'x');
refresh materialized view m;
-- to
create table t (id int, v text);
create materialized view m as select id, v from t where id > 0;
create unique index m_id on m (id);
create view w as select id from m;
grant select on m to case_reader;
-- check
(select count(*) = 1 from m)
