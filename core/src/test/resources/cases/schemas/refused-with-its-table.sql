-- schemas public, audit
-- from
create schema audit;
create table audit.entries (id int primary key);
insert into audit.entries values (1);
-- to
create table t (id int primary key);
-- hazards
DELETES_DATA:audit.entries
-- refused
Schema "audit" would be dropped, but table "audit"."entries" needs it. Let the source say what becomes of that, or change it by a statement of your own.
Table "public"."t" would be created while table "audit"."entries", which is like it, would be dropped: probably it was renamed. If it is the same, say so: -- renamed from entries above it in the source, @RenamedFrom("entries") on the entity or attribute, or migration.schema.renames=audit.entries->public.t. If it is not, allow the loss by name: migration.schema.allow=DELETES_DATA:audit.entries.
Table "audit"."entries" would be dropped while table "public"."t", which is like it, would be created: probably it was renamed. If it is the same, say so: -- renamed from entries above it in the source, @RenamedFrom("entries") on the entity or attribute, or migration.schema.renames=audit.entries->public.t. If it is not, allow the loss by name: migration.schema.allow=DELETES_DATA:audit.entries.
