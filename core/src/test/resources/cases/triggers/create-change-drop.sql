-- from
create table t (id int, v text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger gone after insert on t for each row execute function f();
create trigger changed after insert on t for each row execute function f();
create trigger disabled after insert on t for each row execute function f();
create trigger enabled after insert on t for each row execute function f();
alter table t disable trigger enabled;
-- to
create table t (id int, v text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger new before update on t for each row when (old.* is distinct from new.*) execute function f();
create trigger changed after insert or delete on t for each row execute function f();
create trigger disabled after insert on t for each row execute function f();
create trigger enabled after insert on t for each row execute function f();
alter table t disable trigger disabled, enable replica trigger enabled;
comment on trigger new on t is 'new';
