-- min-major 15
-- from
create unlogged sequence s;
create sequence u;
-- to
create sequence s;
create unlogged sequence u;
-- plan 18
ALTER SEQUENCE "public"."s" SET LOGGED;
ALTER SEQUENCE "public"."u" SET UNLOGGED;
-- online 18
ALTER SEQUENCE "public"."s" SET LOGGED;
ALTER SEQUENCE "public"."u" SET UNLOGGED;
-- plan 17
ALTER SEQUENCE "public"."s" SET LOGGED;
ALTER SEQUENCE "public"."u" SET UNLOGGED;
-- online 17
ALTER SEQUENCE "public"."s" SET LOGGED;
ALTER SEQUENCE "public"."u" SET UNLOGGED;
