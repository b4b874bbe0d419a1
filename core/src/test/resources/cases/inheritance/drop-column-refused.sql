-- from
create table base (id int, v text);
create table child (extra int) inherits (base);
insert into child values (1, 'x', 2);
-- to
create table base (id int);
create table child (extra int) inherits (base);
-- hazards
DELETES_DATA:public.base.v
-- refused
Column "v" of "public"."base" would be dropped: all values of the column are deleted (24 kB). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.base.v.
