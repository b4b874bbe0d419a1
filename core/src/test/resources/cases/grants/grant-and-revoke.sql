-- from
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
grant select, insert on t to case_reader with grant option;
grant update (v) on t to case_writer;
grant select on v to public;
grant usage on sequence s to case_writer;
-- to
create table t (id int, v text);
create view v as select id from t;
create sequence s;
create function f() returns int language sql as 'select 1';
grant select on t to case_reader;
grant select (id) on t to case_writer;
grant select on v to case_reader;
grant select on sequence s to case_writer;
revoke execute on function f() from public;
-- plan
REVOKE INSERT, SELECT ON TABLE "public"."t" FROM "case_reader";
REVOKE USAGE ON SEQUENCE "public"."s" FROM "case_writer";
REVOKE EXECUTE ON FUNCTION "public"."f"() FROM PUBLIC;
REVOKE UPDATE ("v") ON TABLE "public"."t" FROM "case_writer";
REVOKE SELECT ON TABLE "public"."v" FROM PUBLIC;
GRANT SELECT ON SEQUENCE "public"."s" TO "case_writer";
GRANT SELECT ("id") ON TABLE "public"."t" TO "case_writer";
GRANT SELECT ON TABLE "public"."t" TO "case_reader";
GRANT SELECT ON TABLE "public"."v" TO "case_reader";
-- hazards
CHANGES_AUTHORIZATION:public.t
CHANGES_AUTHORIZATION:public.s
CHANGES_AUTHORIZATION:public.f()
CHANGES_AUTHORIZATION:public.t.v
CHANGES_AUTHORIZATION:public.v
CHANGES_AUTHORIZATION:public.t.id
-- online
REVOKE INSERT, SELECT ON TABLE "public"."t" FROM "case_reader";
REVOKE USAGE ON SEQUENCE "public"."s" FROM "case_writer";
REVOKE EXECUTE ON FUNCTION "public"."f"() FROM PUBLIC;
REVOKE UPDATE ("v") ON TABLE "public"."t" FROM "case_writer";
REVOKE SELECT ON TABLE "public"."v" FROM PUBLIC;
GRANT SELECT ON SEQUENCE "public"."s" TO "case_writer";
GRANT SELECT ("id") ON TABLE "public"."t" TO "case_writer";
GRANT SELECT ON TABLE "public"."t" TO "case_reader";
GRANT SELECT ON TABLE "public"."v" TO "case_reader";
