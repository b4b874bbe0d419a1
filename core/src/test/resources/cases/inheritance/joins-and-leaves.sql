-- from
create table base (id int, v text);
create table leaves (extra int) inherits (base);
create table joins (id int, v text, w int);
insert into leaves values (1, 'x', 2);
insert into joins values (1, 'x', 2);
-- to
create table base (id int, v text);
create table leaves (id int, v text, extra int);
create table joins (w int) inherits (base);
-- plan
ALTER TABLE "public"."leaves" NO INHERIT "public"."base";
ALTER TABLE "public"."joins" INHERIT "public"."base";
