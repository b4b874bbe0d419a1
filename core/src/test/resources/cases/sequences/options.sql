-- from
create sequence s;
create sequence u as int maxvalue 1000 cycle;
select nextval('s'), nextval('s');
-- to
create sequence s increment 5 minvalue -100 maxvalue 1000 cache 10 cycle;
create sequence u as bigint start 3;
comment on sequence u is 'u';
-- check
(select last_value = 2 from s)
