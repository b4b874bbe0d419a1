-- policy CREATE
-- from
create domain amount as int default 1;
-- to
create domain amount as int default 2;
