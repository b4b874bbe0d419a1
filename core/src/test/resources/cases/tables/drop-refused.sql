-- from
create table old (id int primary key);
insert into old values (1);
create table t (id int primary key);
-- to
create table t (id int primary key);
-- hazards
DELETES_DATA:public.old
-- refused
Table "public"."old" would be dropped: all rows of the table are deleted (8192 bytes). If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.old.
