-- from
create table t (id int, v text);
create view w as select id from t;
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert or update of v on t for each row when (new.id > 0) execute function f('x', 'it''s');
create trigger b after update on t referencing old table as o new table as n for each statement execute function f();
create constraint trigger c after insert on t deferrable initially deferred for each row execute function f();
create trigger d instead of insert on w for each row execute function f();
create trigger e after insert on m for each row execute function f();
alter table t disable trigger a, enable always trigger b;
comment on trigger a on t is 'a trigger';
-- to
create table t (id int, v text);
create view w as select id from t;
create table m (id int) partition by range (id);
create table m_1 partition of m for values from (1) to (5);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger a after insert or update of v on t for each row when (new.id > 0) execute function f('x', 'it''s');
create trigger b after update on t referencing old table as o new table as n for each statement execute function f();
create constraint trigger c after insert on t deferrable initially deferred for each row execute function f();
create trigger d instead of insert on w for each row execute function f();
create trigger e after insert on m for each row execute function f();
alter table t disable trigger a, enable always trigger b;
comment on trigger a on t is 'a trigger';
