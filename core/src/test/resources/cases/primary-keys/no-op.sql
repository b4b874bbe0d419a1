-- from
create table a (id int primary key);
create table b (id int, c int, constraint pk primary key (c, id) include (id) with (fillfactor = 70) deferrable initially deferred);
comment on constraint pk on b is 'key';
-- to
create table a (id int primary key);
create table b (id int, c int, constraint pk primary key (c, id) include (id) with (fillfactor = 70) deferrable initially deferred);
comment on constraint pk on b is 'key';
