-- policy CREATE
-- from
create table t (id int);
create materialized view m as select id from t;
-- to
create table t (id int);
create materialized view m as select id + 1 as id from t;
