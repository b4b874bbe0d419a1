-- from
create table t (id int, owner text);
alter table t enable row level security;
create policy gone on t using (true);
create policy changed on t for select to case_reader using (id > 0);
create policy command on t for select using (id > 0);
-- to
create table t (id int, owner text);
alter table t enable row level security;
create policy new on t for insert to case_writer with check (id > 5);
create policy changed on t for select to case_writer, case_reader using (id > 1);
create policy command on t for update using (id > 0) with check (id > 1);
comment on policy new on t is 'new';
