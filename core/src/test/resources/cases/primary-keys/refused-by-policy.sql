-- policy VALIDATE
-- from
create table t (a int not null);
-- to
create table t (a int primary key);
-- hazards
CAN_FAIL_ON_DATA:public.t.t_pkey
-- refused
Primary key "t_pkey" on "public"."t" is missing and the policy is VALIDATE. Create it in a versioned migration (the command generate writes it), or set migration.schema.policy=CREATE.
