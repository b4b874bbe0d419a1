--liquibase formatted sql

--changeset alice:orders
create table orders (id int);
