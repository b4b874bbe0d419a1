-- min-major 18
-- from
create table p (id int4range, during daterange);
create table c (p int4range, during daterange);
insert into p values ('[1,2)', '[2026-01-01,2027-01-01)');
insert into c values ('[1,2)', '[2026-02-01,2026-03-01)');
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
create table c (p int4range, during daterange, unique (p, during without overlaps),
	constraint fk foreign key (p, period during) references p (id, period during));
