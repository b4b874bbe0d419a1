-- from
create table t (a int primary key);
insert into t values (1);
-- to
create table t (a int not null);
-- plan 17
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
-- hazards 17
WEAKENS_INTEGRITY:public.t.t_pkey
-- online 17
ALTER TABLE "public"."t" DROP CONSTRAINT "t_pkey";
