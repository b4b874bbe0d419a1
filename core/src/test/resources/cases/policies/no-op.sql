-- from
create table t (id int, owner text);
create table u (id int);
alter table t enable row level security;
create policy a on t as restrictive for select to case_reader, case_writer using (owner = current_user and exists (select from u where u.id = t.id));
create policy b on t with check (true);
comment on policy a on t is 'own rows';
-- to
create table t (id int, owner text);
create table u (id int);
alter table t enable row level security;
create policy a on t as restrictive for select to case_reader, case_writer using (owner = current_user and exists (select from u where u.id = t.id));
create policy b on t with check (true);
comment on policy a on t is 'own rows';
