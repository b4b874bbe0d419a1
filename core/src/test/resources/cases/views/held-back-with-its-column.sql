-- from
create table t (id int);
insert into t values (1);
-- to
create table t (id int, v int not null);
create view a as select v from t;
create view b as select v from a;
-- refused
Column "v" of "public"."t" cannot be added: it is NOT NULL without a default, and the table has rows. Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.
View "public"."a" is held back: it needs column "v" of "public"."t", which is refused. See there.
View "public"."b" is held back: it needs view "public"."a", which is refused. See there.
