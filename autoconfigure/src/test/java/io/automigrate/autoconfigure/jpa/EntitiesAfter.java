package io.automigrate.autoconfigure.jpa;

import java.util.List;

import io.automigrate.RenamedFrom;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/**
 * A model with names that were others in {@link EntitiesBefore}.
 */
@NullUnmarked
class EntitiesAfter {

	@MappedSuperclass
	static class Base {

		@Id
		@RenamedFrom("nr")
		long id;

		String createdAt;

		@RenamedFrom("created")
		String getCreatedAt() {
			return this.createdAt;
		}

	}

	@Entity(name = "Customer")
	@RenamedFrom("customer_old")
	@SecondaryTable(name = "customer_detail")
	static class Customer extends Base {

		@Embedded
		@AttributeOverride(name = "street", column = @Column(name = "home_street"))
		Address home;

		@Column(table = "customer_detail")
		@RenamedFrom("remark")
		String note;

		@ElementCollection
		@CollectionTable(name = "customer_phones", joinColumns = @JoinColumn(name = "customer_id"))
		List<Phone> phones;

	}

	@Embeddable
	static class Address {

		@RenamedFrom("home_road")
		String street;

	}

	@Embeddable
	record Phone(@RenamedFrom("no") String number) {

	}

	@Entity(name = "Purchase")
	@Table(name = "purchase", schema = "crm")
	static class Purchase extends Base {

		@ManyToOne
		@RenamedFrom("buyer_nr")
		Customer customer;

		@Column(name = "\"Total Sum\"")
		@RenamedFrom("Old Total")
		Integer total;

	}

	@Entity(name = "Payment")
	static class Payment {

		@Id
		@RenamedFrom("nr")
		long id;

	}

	@Entity(name = "Card")
	static class Card extends Payment {

		@RenamedFrom("card_no")
		String cardNumber;

	}

	@Entity(name = "Vehicle")
	@Inheritance(strategy = InheritanceType.JOINED)
	static class Vehicle {

		@Id
		@RenamedFrom("nr")
		long id;

	}

	@Entity(name = "Truck")
	static class Truck extends Vehicle {

		@RenamedFrom("capacity")
		int payload;

	}

	@Entity(name = "Shape")
	@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
	abstract static class Shape {

		@Id
		@RenamedFrom("nr")
		long id;

		@RenamedFrom("label")
		String name;

	}

	@Entity(name = "Circle")
	static class Circle extends Shape {

		@RenamedFrom("width")
		int diameter;

	}

	@Entity(name = "Stock")
	@IdClass(StockId.class)
	static class Stock {

		@Id
		@RenamedFrom("shop_no")
		int shopId;

		@Id
		@RenamedFrom("article_no")
		int articleId;

		int amount;

	}

	record StockId(int shopId, int articleId) {

	}

}
