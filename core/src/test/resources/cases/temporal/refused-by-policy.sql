-- min-major 18
-- policy CREATE
-- from
create table p (id int4range, during daterange, constraint pk primary key (id, during));
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
