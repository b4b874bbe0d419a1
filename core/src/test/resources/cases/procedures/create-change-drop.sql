-- from
create procedure gone() language sql as 'select 1';
create procedure p(a int) language plpgsql as 'begin end';
create procedure q(a int) language plpgsql as 'begin end';
-- to
create procedure p(a int) language plpgsql security definer as 'begin null; end';
create procedure q(a int, inout b int) language plpgsql as 'begin end';
create procedure r() language sql begin atomic select 1; end;
