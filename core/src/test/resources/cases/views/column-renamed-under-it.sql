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
-- plan
ALTER TABLE "public"."t" RENAME COLUMN "v" TO "name";
-- hazards
BREAKS_RUNNING_CODE:public.t.v
-- online
ALTER TABLE "public"."t" RENAME COLUMN "v" TO "name";
