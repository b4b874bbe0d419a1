-- from
create table p (id int primary key);
create table c (p int, constraint fk foreign key (p) references p on delete cascade);
insert into p values (1);
insert into c values (1);
-- to
create table p (id int primary key);
create table c (p int, constraint fk foreign key (p) references p on delete set null on update cascade);
-- plan
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.p(id) ON UPDATE CASCADE ON DELETE SET NULL;
-- online
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (p) REFERENCES public.p(id) ON UPDATE CASCADE ON DELETE SET NULL NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
