-- policy VALIDATE
-- from
create table t (id int, a int);
create table surplus (id int);
-- to
create table t (id int, a bigint, b text);
create table u (id int);
-- hazards
REWRITES_TABLE:public.t.a
-- refused
Table "public"."u" is missing and the policy is VALIDATE. Create it in a versioned migration (the command generate writes it), or set migration.schema.policy=CREATE.
Column "b" of "public"."t" is missing and the policy is VALIDATE. Create it in a versioned migration (the command generate writes it), or set migration.schema.policy=CREATE.
Column "a" of "public"."t" differs: type is integer, expected bigint. Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
-- unmanaged
table surplus
