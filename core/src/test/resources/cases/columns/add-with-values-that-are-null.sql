-- from
create function nothing() returns int language sql volatile as 'select null::int';
create table t (id int primary key);
insert into t values (1), (2);
-- to
create function nothing() returns int language sql volatile as 'select null::int';
create table t (id int primary key, place int default nothing());
-- check
(select count(*) = 2 and count(place) = 0 from t)
-- plan
ALTER TABLE "public"."t" ADD COLUMN "place" integer DEFAULT public.nothing();
-- online
ALTER TABLE "public"."t" ADD COLUMN "place" integer DEFAULT public.nothing();
