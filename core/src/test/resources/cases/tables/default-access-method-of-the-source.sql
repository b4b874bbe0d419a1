-- from
do $$ begin if not exists (select from pg_am where amname = 'mine') then create access method mine type table handler heap_tableam_handler; end if; end $$;
create table t (a int);
create table u (a int) using mine;
-- to
do $$ begin if not exists (select from pg_am where amname = 'mine') then create access method mine type table handler heap_tableam_handler; end if; end $$;
create table t (a int);
set default_table_access_method = mine;
create table u (a int);
-- not compared
access method mine
