-- min-major 18
-- from
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
create table c (id int4range, during daterange, p int4range, unique (id, during without overlaps),
	constraint fk foreign key (p, period during) references p (id, period during));
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
create table c (id int4range, during daterange, p int4range, unique (id, during without overlaps),
	constraint fk foreign key (p, period during) references p (id, period during));
