-- from
create table p (id int primary key);
create table c (p int references p);
-- to
create table p (id int primary key);
create table c (p int);
-- plan 17
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
-- hazards 17
WEAKENS_INTEGRITY:public.c.c_p_fkey
-- online 17
ALTER TABLE "public"."c" DROP CONSTRAINT "c_p_fkey";
