package io.automigrate.autoconfigure.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.jdbc.core.mapping.AggregateReference;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Embedded.OnEmpty;
import org.springframework.data.relational.core.mapping.InsertOnlyProperty;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An aggregate with some of everything.
 */
@Table("customer")
class Customer {

	@Id
	@Nullable Long id;

	@Version
	int version;

	@Nullable String fullName;

	boolean active;

	@Nullable Kind kind;

	@Nullable BigDecimal credit;

	@Nullable LocalDate born;

	@Nullable LocalDateTime opensAt;

	@Nullable Instant seenAt;

	@Nullable OffsetDateTime calledAt;

	@Nullable UUID token;

	byte @Nullable [] picture;

	@Nullable List<String> tags;

	@Column("Mixed Case")
	@Nullable Short mixed;

	@InsertOnlyProperty
	@Nullable String origin;

	@ReadOnlyProperty
	@Nullable Integer rank;

	@Transient
	@Nullable Object ignored;

	@Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "home_")
	@Nullable Address home;

	@Nullable AggregateReference<Country, String> country;

	@Nullable Account account;

	Set<Phone> phones = Set.of();

	@MappedCollection(idColumn = "customer_id", keyColumn = "position")
	List<Line> lines = List.of();

	Map<String, Setting> settings = Map.of();

	enum Kind {

		PRIVATE, BUSINESS

	}

	record Address(String street, int number,
			@Embedded(onEmpty = OnEmpty.USE_NULL, prefix = "geo_") @Nullable Point point) {

	}

	record Point(double latitude, double longitude) {

	}

	record Account(String iban) {

	}

	record Phone(String number) {

	}

	record Setting(@Id @Nullable Long id, String text) {

	}

	record Line(String article, int amount, @MappedCollection(idColumn = "customer_id") List<Part> parts) {

	}

	record Part(String name) {

	}

	@Table(name = "countries", schema = "world")
	record Country(@Id String code, String name, @Version @Nullable Long version) {

	}

}
