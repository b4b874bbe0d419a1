-- min-major 15
-- from
create table p (a int, b int, primary key (a, b));
create table c (a int, b int, constraint fk foreign key (a, b) references p on delete set null);
insert into p values (1, 1);
insert into c values (1, 1);
-- to
create table p (a int, b int, primary key (a, b));
create table c (a int, b int, constraint fk foreign key (a, b) references p match full on delete set null);
create table d (a int, b int, constraint fk foreign key (a, b) references p on delete set null (b));
-- plan
CREATE TABLE "public"."d" (
    "a" integer,
    "b" integer
);
ALTER TABLE "public"."d" ADD CONSTRAINT "fk" FOREIGN KEY (a, b) REFERENCES public.p(a, b) ON DELETE SET NULL (b);
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (a, b) REFERENCES public.p(a, b) MATCH FULL ON DELETE SET NULL;
-- online
CREATE TABLE "public"."d" (
    "a" integer,
    "b" integer
);
ALTER TABLE "public"."d" ADD CONSTRAINT "fk" FOREIGN KEY (a, b) REFERENCES public.p(a, b) ON DELETE SET NULL (b);
ALTER TABLE "public"."c" DROP CONSTRAINT "fk";
ALTER TABLE "public"."c" ADD CONSTRAINT "fk" FOREIGN KEY (a, b) REFERENCES public.p(a, b) MATCH FULL ON DELETE SET NULL NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "fk";
