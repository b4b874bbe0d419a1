-- from
create table p (id int primary key);
create table c (p int references p);
-- to
create table p (id int primary key);
create table c (p int);
-- plan
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
-- hazards
WEAKENS_INTEGRITY:public.c.c_p_fkey
-- online
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
