-- from
create table t (id int, owner text);
create table u (id int);
create policy a on t using (id > 0 and exists (select from u where u.id = t.id));
insert into t values (1, 'x');
-- to
create table t (id bigint, owner text);
create table u (id bigint);
create policy a on t using (id > 0 and exists (select from u where u.id = t.id));
