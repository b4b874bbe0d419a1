-- allow DELETES_DATA:public.t.size
-- from
create table t (id int primary key, size text);
insert into t values (1, 'big');
-- to
create table t (id int primary key, created_at timestamptz);
