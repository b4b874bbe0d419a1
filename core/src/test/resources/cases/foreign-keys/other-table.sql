-- from
create table p (id int primary key);
create table q (id int primary key);
create table c (p int constraint fk references p);
insert into p values (1);
insert into q values (1);
insert into c values (1);
-- to
create table p (id int primary key);
create table q (id int primary key);
create table c (p int constraint fk references q);
-- plan
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.q(id);
-- online
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.q(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
