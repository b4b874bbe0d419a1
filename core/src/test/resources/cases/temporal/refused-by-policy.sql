-- min-major 18
-- policy CREATE
-- from
create table p (id int4range, during daterange, constraint pk primary key (id, during));
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
-- hazards
CAN_FAIL_ON_DATA:public.p.pk
-- refused
Primary key "pk" on "public"."p" differs: definition is PRIMARY KEY (id, during), expected PRIMARY KEY (id, during WITHOUT OVERLAPS). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
