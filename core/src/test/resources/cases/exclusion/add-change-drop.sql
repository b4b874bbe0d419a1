-- from
create table t (a int, r int4range, s int4range, constraint gone exclude using gist (s with &&), constraint x exclude using gist (r with &&));
insert into t values (1, '[1,2)', '[1,2)'), (2, '[5,6)', '[5,6)');
-- to
create table t (a int, r int4range, s int4range, constraint new exclude using gist (s with =, r with &&), constraint x exclude using gist (r with &&) where (a > 1) initially deferred);
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "new" EXCLUDE USING gist (s WITH =, r WITH &&);
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (r WITH &&) WHERE ((a > 1)) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."t" DROP CONSTRAINT "gone";
-- hazards
CAN_FAIL_ON_DATA:public.t.new
WEAKENS_INTEGRITY:public.t.gone
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "new" EXCLUDE USING gist (s WITH =, r WITH &&);
ALTER TABLE "public"."t" DROP CONSTRAINT "x";
ALTER TABLE "public"."t" ADD CONSTRAINT "x" EXCLUDE USING gist (r WITH &&) WHERE ((a > 1)) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."t" DROP CONSTRAINT "gone";
