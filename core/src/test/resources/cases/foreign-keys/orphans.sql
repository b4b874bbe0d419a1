-- from
create table p (id int primary key);
create table c (p int);
insert into c values (1), (2);
-- to
create table p (id int primary key);
create table c (p int references p);
-- fails
2
-- plan
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);
-- hazards
CAN_FAIL_ON_DATA:public.c.c_p_fkey
-- online
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "c_p_fkey";
