-- from
create table t (a int);
insert into t values (1);
-- to
create table t (a int, b int not null unique);
create table r (b int references t (b));
-- plan
CREATE TABLE "public"."r" (
    "b" integer
);
-- refused
Column "b" of "public"."t" cannot be added: it is NOT NULL without a default, and the table has rows. Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.
Foreign key "r_b_fkey" on "public"."r" is held back: it needs column "b" of "public"."t", which is refused. See there.
Unique constraint "t_b_key" on "public"."t" is held back: it needs column "b" of "public"."t", which is refused. See there.
-- online
CREATE TABLE "public"."r" (
    "b" integer
);
