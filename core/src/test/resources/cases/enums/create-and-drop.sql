-- from
create type gone as enum ('a');
-- to
create type mood as enum ('sad', 'happy');
create table t (m mood default 'sad');
comment on type mood is 'moods';
