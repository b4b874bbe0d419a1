-- from
create table t (id int primary key, v text);
create view v with (security_barrier) as select id, v as name, count(*) over () from t where id > 0;
create view w (one, two) as select t.id, lower(t.v) from t where t.id > 1 with cascaded check option;
create view g as select id, v from t group by id;
create recursive view r (n) as select 1 union all select n + 1 from r where n < 5;
alter view v alter name set default 'x';
comment on view v is 'a view';
comment on column v.name is 'its column';
grant select on v to case_reader;
-- to
create table t (id int primary key, v text);
create view v with (security_barrier) as select id, v as name, count(*) over () from t where id > 0;
create view w (one, two) as select t.id, lower(t.v) from t where t.id > 1 with cascaded check option;
create view g as select id, v from t group by id;
create recursive view r (n) as select 1 union all select n + 1 from r where n < 5;
alter view v alter name set default 'x';
comment on view v is 'a view';
comment on column v.name is 'its column';
grant select on v to case_reader;
