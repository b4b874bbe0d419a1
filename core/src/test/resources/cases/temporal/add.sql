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
-- plan
ALTER TABLE "public"."p" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."p" ALTER COLUMN "during" SET NOT NULL;
ALTER TABLE "public"."p" ADD CONSTRAINT "pk" PRIMARY KEY (id, during WITHOUT OVERLAPS);
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_during_key" UNIQUE (p, during WITHOUT OVERLAPS);
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p, PERIOD during) REFERENCES public.p(id, PERIOD during);
-- hazards
CAN_FAIL_ON_DATA:public.p.id
CAN_FAIL_ON_DATA:public.p.during
CAN_FAIL_ON_DATA:public.p.pk
CAN_FAIL_ON_DATA:public.c.c_p_during_key
CAN_FAIL_ON_DATA:public.c.fk
-- online
ALTER TABLE "public"."p" ADD CONSTRAINT "p_id_not_null" NOT NULL "id" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."p" VALIDATE CONSTRAINT "p_id_not_null";
ALTER TABLE "public"."p" ADD CONSTRAINT "p_during_not_null" NOT NULL "during" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."p" VALIDATE CONSTRAINT "p_during_not_null";
ALTER TABLE "public"."p" ADD CONSTRAINT "pk" PRIMARY KEY (id, during WITHOUT OVERLAPS);
-- in a transaction of its own
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_during_key" UNIQUE (p, during WITHOUT OVERLAPS);
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p, PERIOD during) REFERENCES public.p(id, PERIOD during) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
