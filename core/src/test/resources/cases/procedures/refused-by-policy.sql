-- policy CREATE
-- from
create procedure p() language sql as 'select 1';
-- to
create procedure p() language sql as 'select 2';
