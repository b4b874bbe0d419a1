-- from
create table t (id int, v text);
create view a as select id from t;
create view b as select id from a;
grant select on a to case_reader;
-- to
create table t (id int, v text);
create view a as select id, v from t;
create view b as select id from a;
grant select on a to case_reader;
-- plan
CREATE OR REPLACE VIEW "public"."a" AS
SELECT t.id,
    t.v
   FROM public.t;
-- plan 16
CREATE OR REPLACE VIEW "public"."a" AS
SELECT id,
    v
   FROM public.t;
