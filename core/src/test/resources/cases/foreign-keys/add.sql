-- from
create table p (id int primary key);
create table c (p int, q int);
insert into p values (1);
insert into c values (1, null);
-- to
create table p (id int primary key);
create table c (p int references p on delete cascade, q int, constraint q foreign key (q) references p on update set null deferrable);
comment on constraint q on c is 'the other';
-- plan
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) ON DELETE CASCADE;
ALTER TABLE "public"."c" ADD CONSTRAINT "q" FOREIGN KEY (q) REFERENCES public.p(id) ON UPDATE SET NULL DEFERRABLE;
COMMENT ON CONSTRAINT "q" ON "public"."c" IS 'the other';
-- hazards
CAN_FAIL_ON_DATA:public.c.c_p_fkey
CAN_FAIL_ON_DATA:public.c.q
-- online
ALTER TABLE "public"."c" ADD CONSTRAINT "c_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) ON DELETE CASCADE NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "c_p_fkey";
ALTER TABLE "public"."c" ADD CONSTRAINT "q" FOREIGN KEY (q) REFERENCES public.p(id) ON UPDATE SET NULL DEFERRABLE NOT VALID;
COMMENT ON CONSTRAINT "q" ON "public"."c" IS 'the other';
-- in a transaction of its own
ALTER TABLE "public"."c" VALIDATE CONSTRAINT "q";
