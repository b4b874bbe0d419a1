-- from
create table m (id int not null, at int not null) partition by list (at);
create table m_1 partition of m for values in (1);
create table m_2 partition of m for values in (2);
create unique index m_key on m (at, id);
alter table m_1 add constraint m_1_pkey primary key using index m_1_at_id_idx;
create table n (id int not null, at int not null) partition by list (at);
create table n_1 partition of n for values in (1);
create table r (id int, at int, foreign key (at, id) references m_1 (at, id));
insert into m values (1, 1), (2, 2);
insert into n values (1, 1);
insert into r values (1, 1);
-- to
create table m (id int not null, at int not null) partition by list (at);
create table m_1 partition of m for values in (1);
create table m_2 partition of m for values in (2);
alter table m add constraint m_key primary key (at, id);
create table n (id int not null, at int not null) partition by list (at);
create table n_1 partition of n for values in (1);
create unique index n_key on only n (at, id);
alter table n_1 add constraint n_1_pkey primary key (at, id);
alter index n_key attach partition n_1_pkey;
create table r (id int, at int, foreign key (at, id) references m_1 (at, id));
-- plan
ALTER TABLE "public"."r" DROP CONSTRAINT "r_at_id_fkey";
DROP INDEX "public"."m_key" CASCADE;
ALTER TABLE "public"."m" ADD CONSTRAINT "m_key" PRIMARY KEY (at, id);
ALTER TABLE "public"."n_1" ADD CONSTRAINT "n_1_pkey" PRIMARY KEY (at, id);
CREATE UNIQUE INDEX "n_key" ON "public"."n" USING btree (at, id);
ALTER TABLE "public"."r" ADD CONSTRAINT "r_at_id_fkey" FOREIGN KEY (at, id) REFERENCES public.m_1(at, id);
-- hazards
DROPS_INDEX:public.m.m_key
WEAKENS_INTEGRITY:public.m_1.m_1_pkey
CAN_FAIL_ON_DATA:public.m.m_key
CAN_FAIL_ON_DATA:public.n_1.n_1_pkey
CAN_FAIL_ON_DATA:public.n.n_key
-- online
ALTER TABLE "public"."r" DROP CONSTRAINT "r_at_id_fkey";
DROP INDEX "public"."m_key" CASCADE;
ALTER TABLE "public"."m" ADD CONSTRAINT "m_key" PRIMARY KEY (at, id);
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "n_1_pkey" ON "public"."n_1" USING btree (at, id);
ALTER TABLE "public"."n_1" ADD CONSTRAINT "n_1_pkey" PRIMARY KEY USING INDEX "n_1_pkey";
CREATE UNIQUE INDEX "n_key" ON ONLY "public"."n" USING btree (at, id);
ALTER INDEX "public"."n_key" ATTACH PARTITION "public"."n_1_pkey";
ALTER TABLE "public"."r" ADD CONSTRAINT "r_at_id_fkey" FOREIGN KEY (at, id) REFERENCES public.m_1(at, id) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."r" VALIDATE CONSTRAINT "r_at_id_fkey";
