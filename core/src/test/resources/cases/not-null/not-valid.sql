-- min-major 18
-- from
create table t (a int, b int);
alter table t add constraint a_there not null a not valid;
insert into t values (1, 1);
-- to
create table t (a int constraint a_there not null, b int);
alter table t add constraint b_there not null b not valid;
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "b_there" NOT NULL "b" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "a_there";
-- hazards
CAN_FAIL_ON_DATA:public.t.a
