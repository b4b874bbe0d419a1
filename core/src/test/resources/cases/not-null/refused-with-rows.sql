-- min-major 18
-- from
create table t (a int);
insert into t values (1);
-- to
create table t (a int, b int constraint b_there not null);
-- refused
Column "b" of "public"."t" cannot be added: it is NOT NULL without a default, and the table has rows. Give it a default (in JPA: @ColumnDefault), make it nullable, or add and fill it by statements of your own.
