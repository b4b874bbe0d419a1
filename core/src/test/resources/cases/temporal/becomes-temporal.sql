-- min-major 18
-- from
create table p (id int4range, during daterange, constraint pk primary key (id, during));
insert into p values ('[1,2)', '[2026-01-01,2027-01-01)');
-- to
create table p (id int4range, during daterange, constraint pk primary key (id, during without overlaps));
-- plan
ALTER TABLE "public"."p" DROP CONSTRAINT "pk";
ALTER TABLE "public"."p" ADD CONSTRAINT "pk" PRIMARY KEY (id, during WITHOUT OVERLAPS);
-- online
ALTER TABLE "public"."p" DROP CONSTRAINT "pk";
ALTER TABLE "public"."p" ADD CONSTRAINT "pk" PRIMARY KEY (id, during WITHOUT OVERLAPS);
