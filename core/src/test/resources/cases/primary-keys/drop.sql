-- from
create table t (a int primary key);
insert into t values (1);
-- to
create table t (a int not null);
-- plan
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
-- hazards
WEAKENS_INTEGRITY:public.t.t_pkey
-- online
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
