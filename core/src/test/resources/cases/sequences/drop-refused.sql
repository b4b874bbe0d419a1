-- from
create sequence gone;
select nextval('gone');
-- to
create table t ();
-- plan 17
CREATE TABLE "public"."t" ();
-- hazards 17
DELETES_DATA:public.gone
-- refused 17
Sequence "public"."gone" would be dropped: how far the sequence has counted is forgotten. If that is meant, allow it by name: migration.schema.allow=DELETES_DATA:public.gone.
-- online 17
CREATE TABLE "public"."t" ();
