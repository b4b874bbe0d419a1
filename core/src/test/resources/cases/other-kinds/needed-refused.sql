-- allow DELETES_DATA:public.t.c
-- min-major 15
-- from
create table t (a int, b text, c int, d int);
create publication p for table t where (a > 0);
create rule logs as on insert to t do also notify written;
create rule moves as on update to t where new.c = 0 do also nothing;
create statistics related on c, d from t;
create function plus(int, int) returns int language sql as 'select $1 + $2';
create aggregate total (int) (sfunc = plus, stype = int);
insert into t values (1, 'x', 1, 1);
-- to
create table t (a bigint, b text, d int);
create statistics related on b, d from t;
create function plus(one int, other int) returns int language sql as 'select $1 + $2';
-- hazards
UNTRACKED_DEPENDENCIES:public.plus(integer, integer)
DELETES_DATA:public.t.c
REWRITES_TABLE:public.t.a
-- refused
Function "public"."plus"(integer, integer) would have to be made anew, but what is not compared needs it: aggregate public.total(integer). Take that away by a statement of your own, and make it again afterwards.
Column "c" of "public"."t" would be dropped, but what is not compared needs it: rule moves on public.t. Take that away by a statement of your own, and make it again afterwards.
Column "a" of "public"."t" would change, but what is not compared needs it: publication p. Take that away by a statement of your own, and make it again afterwards.
-- not compared
aggregate public.total(integer)
publication p
rule logs on public.t
rule moves on public.t
statistics object public.related
