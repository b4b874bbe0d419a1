-- allow DELETES_DATA:public.base.v
-- from
create table base (id int, v text);
create table child (extra int) inherits (base);
insert into child values (1, 'x', 2);
-- to
create table base (id int);
create table child (extra int) inherits (base);
-- plan
ALTER TABLE "public"."base" DROP COLUMN "v";
-- hazards
DELETES_DATA:public.base.v
-- online
ALTER TABLE "public"."base" DROP COLUMN "v";
