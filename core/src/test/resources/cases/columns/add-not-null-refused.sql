-- from
create table t (id int primary key);
insert into t values (1);
-- to
create table t (id int primary key, a int not null, b int);
create index on t (a);
-- plan
ALTER TABLE "public"."t" ADD COLUMN "b" integer;
-- refused
Column "a" of "public"."t" cannot be added: it is NOT NULL without a default, and the table has rows. Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.
Index "t_a_idx" on "public"."t" is held back: it needs column "a" of "public"."t", which is refused. See there.
-- online
ALTER TABLE "public"."t" ADD COLUMN "b" integer;
