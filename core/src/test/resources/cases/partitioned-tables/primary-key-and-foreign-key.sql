-- from
create table p (id int primary key);
create table m (id int not null, at date not null, p int) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
insert into p values (1);
insert into m values (1, '2026-01-01', 1);
-- to
create table p (id int primary key);
create table m (id int not null, at date not null, p int references p, primary key (id, at), check (id > 0)) partition by range (at);
create table m_1 partition of m for values from ('2026-01-01') to ('2027-01-01');
create table r (id int, at date, foreign key (id, at) references m);
-- plan
CREATE TABLE "public"."r" (
    "id" integer,
    "at" date
);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_pkey" PRIMARY KEY (id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_id_check" CHECK ((id > 0));
ALTER TABLE "public"."r" ADD CONSTRAINT "r_id_at_fkey" FOREIGN KEY (id, at) REFERENCES public.m(id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);
-- hazards
CAN_FAIL_ON_DATA:public.m.m_pkey
CAN_FAIL_ON_DATA:public.m.m_id_check
CAN_FAIL_ON_DATA:public.m.m_p_fkey
-- online
CREATE TABLE "public"."r" (
    "id" integer,
    "at" date
);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_pkey" PRIMARY KEY (id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_id_check" CHECK ((id > 0)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m" VALIDATE CONSTRAINT "m_id_check";
ALTER TABLE "public"."r" ADD CONSTRAINT "r_id_at_fkey" FOREIGN KEY (id, at) REFERENCES public.m(id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id);
-- online 18
CREATE TABLE "public"."r" (
    "id" integer,
    "at" date
);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_pkey" PRIMARY KEY (id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_id_check" CHECK ((id > 0)) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m" VALIDATE CONSTRAINT "m_id_check";
ALTER TABLE "public"."r" ADD CONSTRAINT "r_id_at_fkey" FOREIGN KEY (id, at) REFERENCES public.m(id, at);
ALTER TABLE "public"."m" ADD CONSTRAINT "m_p_fkey" FOREIGN KEY (p) REFERENCES public.p(id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."m" VALIDATE CONSTRAINT "m_p_fkey";
