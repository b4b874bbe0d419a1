-- from
create table t (id int, v text);
create table u (id int not null, v text);
insert into t values (1, 'x'), (2, 'y');
insert into u values (1, 'x');
-- to
create table t (id int primary key, v text);
create table u (id int not null, v text, constraint u_key primary key (v, id) include (id));
-- plan
ALTER TABLE "public"."t" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."u" ALTER COLUMN "v" SET NOT NULL;
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY (id);
ALTER TABLE "public"."u" ADD CONSTRAINT "u_key" PRIMARY KEY (v, id) INCLUDE (id);
-- hazards
CAN_FAIL_ON_DATA:public.t.id
CAN_FAIL_ON_DATA:public.u.v
CAN_FAIL_ON_DATA:public.t.t_pkey
CAN_FAIL_ON_DATA:public.u.u_key
-- online
ALTER TABLE "public"."t" ADD CONSTRAINT "automigrate_not_null_c87028a1" CHECK ("id" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "automigrate_not_null_c87028a1";
ALTER TABLE "public"."t" ALTER COLUMN "id" SET NOT NULL;
ALTER TABLE "public"."t" DROP CONSTRAINT "automigrate_not_null_c87028a1";
-- in a transaction of its own
ALTER TABLE "public"."u" ADD CONSTRAINT "automigrate_not_null_9da73be0" CHECK ("v" IS NOT NULL) NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."u" VALIDATE CONSTRAINT "automigrate_not_null_9da73be0";
ALTER TABLE "public"."u" ALTER COLUMN "v" SET NOT NULL;
ALTER TABLE "public"."u" DROP CONSTRAINT "automigrate_not_null_9da73be0";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_pkey" ON "public"."t" USING btree (id);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY USING INDEX "t_pkey";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "u_key" ON "public"."u" USING btree (v, id) INCLUDE (id);
ALTER TABLE "public"."u" ADD CONSTRAINT "u_key" PRIMARY KEY USING INDEX "u_key";
-- online 18
ALTER TABLE "public"."t" ADD CONSTRAINT "t_id_not_null" NOT NULL "id" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."t" VALIDATE CONSTRAINT "t_id_not_null";
ALTER TABLE "public"."u" ADD CONSTRAINT "u_v_not_null" NOT NULL "v" NOT VALID;
-- in a transaction of its own
ALTER TABLE "public"."u" VALIDATE CONSTRAINT "u_v_not_null";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "t_pkey" ON "public"."t" USING btree (id);
ALTER TABLE "public"."t" ADD CONSTRAINT "t_pkey" PRIMARY KEY USING INDEX "t_pkey";
-- outside of transactions
CREATE UNIQUE INDEX CONCURRENTLY "u_key" ON "public"."u" USING btree (v, id) INCLUDE (id);
ALTER TABLE "public"."u" ADD CONSTRAINT "u_key" PRIMARY KEY USING INDEX "u_key";
