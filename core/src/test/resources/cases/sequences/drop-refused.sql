-- from
create sequence gone;
select nextval('gone');
-- to
create table t ();
