-- min-major 18
-- from
create table t (a int, b int);
alter table t add constraint a_there not null a not valid;
insert into t values (1, 1);
-- to
create table t (a int constraint a_there not null, b int);
alter table t add constraint b_there not null b not valid;
