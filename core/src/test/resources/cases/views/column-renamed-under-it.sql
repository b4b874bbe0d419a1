-- from
create table t (id int, v text);
create view a as select id, v from t;
insert into t values (1, 'x');
-- to
create table t (
	id int,
	-- renamed from v
	name text);
create view a as select id, name as v from t;
-- plan 17
ALTER TABLE "public"."t" RENAME COLUMN "v" TO "name";
-- hazards 17
BREAKS_RUNNING_CODE:public.t.v
-- online 17
ALTER TABLE "public"."t" RENAME COLUMN "v" TO "name";
