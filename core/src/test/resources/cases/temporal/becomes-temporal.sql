-- min-major 18
-- from
create table p (id int4range, during daterange, constraint pk primary key (id, during));
insert into p values ('[1,2)', '[2026-01-01,2027-01-01)');
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
