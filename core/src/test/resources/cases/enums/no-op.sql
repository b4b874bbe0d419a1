-- from
create type mood as enum ('sad', 'it''s fine', 'Happy');
create table t (m mood not null default 'sad', ms mood[]);
comment on type mood is 'moods';
-- to
create type mood as enum ('sad', 'it''s fine', 'Happy');
create table t (m mood not null default 'sad', ms mood[]);
comment on type mood is 'moods';
