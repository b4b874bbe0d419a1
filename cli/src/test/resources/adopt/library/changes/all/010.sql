--liquibase formatted sql
--changeset eve:1
create table formatted (id int, note ${text_type});
--rollback drop table formatted;
