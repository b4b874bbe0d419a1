-- from
create procedure p(a int, inout b text default 'x') language plpgsql security definer as 'begin end';
create procedure q() language sql begin atomic select 1; end;
comment on procedure p(int, text) is 'does nothing';
-- to
create procedure p(a int, inout b text default 'x') language plpgsql security definer as 'begin end';
create procedure q() language sql begin atomic select 1; end;
comment on procedure p(int, text) is 'does nothing';
