-- from
create table t (id int);
create view a with (security_barrier) as select id from t;
create view b as select id from t where id > 0;
-- to
create table t (id int);
create view a as select id from t;
create view b with (security_barrier = true, check_option = local) as select id from t where id > 0;
-- plan
ALTER VIEW "public"."a" RESET (security_barrier);
ALTER VIEW "public"."b" SET (check_option='local', security_barrier='true');
-- online
ALTER VIEW "public"."a" RESET (security_barrier);
ALTER VIEW "public"."b" SET (check_option='local', security_barrier='true');
