--liquibase formatted sql

--changeset alice:note
alter table orders add note text;
