-- from
create table t (a int, b text);
create view v as select a, b from t;
create rule writes as on insert to v do instead insert into t values (new.a, new.b);
create materialized view m as select b from t;
alter materialized view m alter b set statistics 500;
insert into t values (1, 'x');
-- to
create table t (a bigint, b varchar);
create view v as select a, b from t;
create rule writes as on insert to v do instead insert into t values (new.a, new.b);
create materialized view m as select b from t;
alter materialized view m alter b set statistics 500;
-- hazards
REWRITES_TABLE:public.t.a
-- refused
Column "a" of "public"."t" cannot be changed: view "public"."v" would have to be made anew, but would take with it what is not compared: rule writes on public.v. Take that away by a statement of your own, and make it again afterwards.
Column "b" of "public"."t" cannot be changed: materialized view "public"."m" would have to be made anew, but would take with it what is not compared: settings of columns of a materialized view public.m. Take that away by a statement of your own, and make it again afterwards.
-- not compared
rule writes on public.v
settings of columns of a materialized view public.m
