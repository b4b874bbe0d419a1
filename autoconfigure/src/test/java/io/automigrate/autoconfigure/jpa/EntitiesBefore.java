package io.automigrate.autoconfigure.jpa;

import java.util.List;

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
 * The model of {@link EntitiesAfter}, as the application had it before.
 */
@NullUnmarked
class EntitiesBefore {

	@MappedSuperclass
	static class Base {

		@Id
		long nr;

		String created;

	}

	@Entity(name = "Customer")
	@Table(name = "customer_old")
	@SecondaryTable(name = "customer_detail")
	static class Customer extends Base {

		@Embedded
		@AttributeOverride(name = "road", column = @Column(name = "home_road"))
		Address home;

		@Column(table = "customer_detail")
		String remark;

		@ElementCollection
		@CollectionTable(name = "customer_phones", joinColumns = @JoinColumn(name = "customer_nr"))
		List<Phone> phones;

	}

	@Embeddable
	static class Address {

		String road;

	}

	@Embeddable
	static class Phone {

		String no;

	}

	@Entity(name = "Purchase")
	@Table(name = "purchase", schema = "crm")
	static class Purchase extends Base {

		@ManyToOne
		Customer buyer;

		@Column(name = "\"Old Total\"")
		Integer total;

	}

	@Entity(name = "Payment")
	static class Payment {

		@Id
		long nr;

	}

	@Entity(name = "Card")
	static class Card extends Payment {

		String cardNo;

	}

	@Entity(name = "Vehicle")
	@Inheritance(strategy = InheritanceType.JOINED)
	static class Vehicle {

		@Id
		long nr;

	}

	@Entity(name = "Truck")
	static class Truck extends Vehicle {

		int capacity;

	}

	@Entity(name = "Shape")
	@Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
	abstract static class Shape {

		@Id
		long nr;

		String label;

	}

	@Entity(name = "Circle")
	static class Circle extends Shape {

		int width;

	}

	@Entity(name = "Stock")
	@IdClass(StockId.class)
	static class Stock {

		@Id
		int shopNo;

		@Id
		int articleNo;

		int amount;

	}

	record StockId(int shopNo, int articleNo) {

	}

}
