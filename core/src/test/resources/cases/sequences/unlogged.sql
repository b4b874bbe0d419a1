-- min-major 15
-- from
create unlogged sequence s;
create sequence u;
-- to
create sequence s;
create unlogged sequence u;
