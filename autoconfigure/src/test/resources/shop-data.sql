insert into purchase_order(delivery_place) values ('there');
