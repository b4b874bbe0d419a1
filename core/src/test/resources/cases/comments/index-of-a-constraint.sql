-- from
create table t (a int primary key);
comment on index t_pkey is 'of the key';
-- to
create table t (a int primary key);
-- not compared
comment on the index of a constraint public.t_pkey
