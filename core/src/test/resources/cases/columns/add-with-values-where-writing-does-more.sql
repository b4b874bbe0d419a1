-- from
create table t (id int primary key, touched int default 0);
create function touch() returns trigger language plpgsql as 'begin new.touched := new.touched + 1; return new; end';
create trigger touch before insert or update on t for each row execute function touch();
create table u (id int);
insert into t values (1), (2);
insert into u values (1), (2);
-- to
create table t (id int primary key, touched int default 0, a uuid not null default gen_random_uuid());
create function touch() returns trigger language plpgsql as 'begin new.touched := new.touched + 1; return new; end';
create trigger touch before insert or update on t for each row execute function touch();
create table u (id int, a uuid default gen_random_uuid());
-- check
(select bool_and(touched = 1) and count(distinct a) = 2 from t)
(select count(distinct a) = 2 from u)
-- plan
ALTER TABLE "public"."t" ADD COLUMN "a" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE "public"."u" ADD COLUMN "a" uuid DEFAULT gen_random_uuid();
-- hazards
REWRITES_TABLE:public.t.a
REWRITES_TABLE:public.u.a
-- online
ALTER TABLE "public"."t" ADD COLUMN "a" uuid DEFAULT gen_random_uuid() NOT NULL;
-- in a transaction of its own
ALTER TABLE "public"."u" ADD COLUMN "a" uuid DEFAULT gen_random_uuid();
