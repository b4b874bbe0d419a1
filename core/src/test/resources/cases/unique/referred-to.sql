-- from
create table t (a int constraint u unique, b int);
create table r (a int references t (a));
insert into t values (1, 1);
insert into r values (1);
-- to
create table t (a int, b int, constraint u unique (a) deferrable initially deferred, constraint k unique (a));
create table r (a int references t (a));
-- plan
ALTER TABLE "public"."t" ADD CONSTRAINT "k" UNIQUE (a);
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a);
-- hazards
CAN_FAIL_ON_DATA:public.t.k
-- online
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "automigrate_index_221561fe" ON "public"."t" USING btree (a);
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "k" ON "public"."t" USING btree (a);
ALTER TABLE "public"."t" ADD CONSTRAINT "k" UNIQUE USING INDEX "k";
ALTER TABLE "public"."r" DROP CONSTRAINT "r_a_fkey";
ALTER TABLE "public"."t" DROP CONSTRAINT "u";
ALTER TABLE "public"."t" ADD CONSTRAINT "u" UNIQUE USING INDEX "automigrate_index_221561fe" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public"."r" ADD CONSTRAINT "r_a_fkey" FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."r" VALIDATE CONSTRAINT "r_a_fkey";
