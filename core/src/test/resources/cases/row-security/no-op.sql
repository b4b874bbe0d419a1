-- from
create table t (id int);
alter table t enable row level security, force row level security;
-- to
create table t (id int);
alter table t enable row level security, force row level security;
