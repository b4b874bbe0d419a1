-- from
create table p (id int primary key);
create table c (p int, q int);
alter table c add constraint fk foreign key (p) references p not valid;
insert into p values (1);
insert into c values (1, 1);
-- to
create table p (id int primary key);
create table c (p int, q int, constraint fk foreign key (p) references p);
alter table c add constraint fq foreign key (q) references p not valid;
-- plan
ALTER TABLE "public"."c" ADD CONSTRAINT "fq" FOREIGN KEY (q) REFERENCES public.p(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
-- hazards
CAN_FAIL_ON_DATA:public.c.fk
-- online
ALTER TABLE "public"."c" ADD CONSTRAINT "fq" FOREIGN KEY (q) REFERENCES public.p(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
