-- from
create type feeling as enum ('sad', 'hapy');
create table t (m feeling default 'hapy');
insert into t values ('hapy');
-- to
-- renamed from feeling
create type mood as enum (
	'sad',
	-- renamed from 'hapy'
	'happy');
create table t (m mood default 'happy');
-- check
(select m = 'happy' from t)
-- plan
ALTER TYPE "public"."feeling" RENAME TO "mood";
ALTER TYPE "public"."mood" RENAME VALUE 'hapy' TO 'happy';
-- hazards
BREAKS_RUNNING_CODE:public.feeling
BREAKS_RUNNING_CODE:public.mood
-- online
ALTER TYPE "public"."feeling" RENAME TO "mood";
ALTER TYPE "public"."mood" RENAME VALUE 'hapy' TO 'happy';
