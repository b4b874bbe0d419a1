-- min-major 15
-- from
create unlogged sequence s;
create sequence u;
-- to
create sequence s;
create unlogged sequence u;
-- plan
ALTER SEQUENCE "public"."s" SET LOGGED;
ALTER SEQUENCE "public"."u" SET UNLOGGED;
