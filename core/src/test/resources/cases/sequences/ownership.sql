-- from
create table t (a int, b int);
create sequence s owned by t.a;
create sequence u owned by t.a;
-- to
create table t (a int, b int);
create sequence s owned by t.b;
create sequence u;
-- plan
ALTER SEQUENCE "public"."s" OWNED BY "public"."t"."b";
ALTER SEQUENCE "public"."u" OWNED BY NONE;
-- online
ALTER SEQUENCE "public"."s" OWNED BY "public"."t"."b";
ALTER SEQUENCE "public"."u" OWNED BY NONE;
