-- from
create table t (r int4range);
insert into t values ('[1,3)'), ('[2,6)');
-- to
create table t (r int4range, constraint x exclude using gist (r with &&));
-- fails
x
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (r WITH &&);
-- hazards
CAN_FAIL_ON_DATA:public.t.x
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (r WITH &&);
