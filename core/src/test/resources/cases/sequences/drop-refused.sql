-- from
create sequence gone;
select nextval('gone');
-- to
create table t ();
-- plan
CREATE TABLE "public"."t" ();
-- hazards
DELETES_DATA:public.gone
-- refused
Sequence "public"."gone" would be dropped: how far the sequence has counted is forgotten. If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.gone.
-- online
CREATE TABLE "public"."t" ();
