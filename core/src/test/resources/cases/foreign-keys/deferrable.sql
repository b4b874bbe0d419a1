-- from
create table p (id int primary key);
create table c (p int, q int, constraint fk foreign key (p) references p, constraint fq foreign key (q) references p deferrable initially deferred);
insert into p values (1);
insert into c values (1, 1);
-- to
create table p (id int primary key);
create table c (p int, q int, constraint fk foreign key (p) references p deferrable initially deferred, constraint fq foreign key (q) references p);
-- plan
ALTER TABLE "public"."c" ALTER CONSTRAINT "fk" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."c" ALTER CONSTRAINT "fq" NOT DEFERRABLE;
-- hazards
CAN_FAIL_ON_DATA:public.c.fk
CAN_FAIL_ON_DATA:public.c.fq
-- online
ALTER TABLE "public"."c" ALTER CONSTRAINT "fk" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."c" ALTER CONSTRAINT "fq" NOT DEFERRABLE;
