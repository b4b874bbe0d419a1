-- policy CREATE
-- from
create table p (id int primary key);
create table c (p int constraint fk references p on delete cascade);
-- to
create table p (id int primary key);
create table c (p int constraint fk references p);
-- hazards
CAN_FAIL_ON_DATA:public.c.fk
-- refused
Foreign key "fk" on "public"."c" differs: definition is FOREIGN KEY (p) REFERENCES public.p(id) ON DELETE CASCADE, expected FOREIGN KEY (p) REFERENCES public.p(id). Set migration.schema.policy=ALTER, change it in a versioned migration (the command generate writes it), or change what is asked for.
