-- from
create table t (x int);
create foreign data wrapper wrapper;
create server "Far" foreign data wrapper wrapper;
create user mapping for current_user server "Far";
create user mapping for public server "Far";
create foreign table far (a int) server "Far";
create publication published with (publish = 'insert');
alter publication published add table only public.t;
create function quiet() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end execute function quiet();
alter event trigger watch disable;
-- to
create table t (x int);
create foreign data wrapper wrapper;
create server if not exists "Far" foreign data wrapper wrapper;
create user mapping for current_user server "Far";
create user mapping for public server "Far";
create foreign table far (a int) server "Far";
create publication published with (publish = 'insert');
alter publication published add table only public.t;
create function quiet() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end execute function quiet();
alter event trigger watch disable;
-- not compared
event trigger watch
foreign server "Far"
foreign table public.far
foreign-data wrapper wrapper
publication published
user mapping for postgres on "Far"
user mapping for public on "Far"
