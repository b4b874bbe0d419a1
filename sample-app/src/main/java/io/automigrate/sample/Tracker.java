package io.automigrate.sample;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Length;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured: a weight, glasses of water, pages read.
 */
@Entity
@Table(name = "trackers")
class Tracker {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Column(nullable = false, unique = true, length = 100)
	private String name;

	@Column(length = Length.LONG32)
	private @Nullable String description;

	@Column(length = 20)
	private @Nullable String unit;

	@Generated
	@ColumnDefault("now()")
	@Column(nullable = false, insertable = false, updatable = false)
	private @Nullable Instant createdAt;

	@SuppressWarnings("NullAway.Init") // for Hibernate
	protected Tracker() {
	}

	Tracker(String name, @Nullable String description, @Nullable String unit) {
		this.name = name;
		this.description = description;
		this.unit = unit;
	}

	void change(String name, @Nullable String description, @Nullable String unit) {
		this.name = name;
		this.description = description;
		this.unit = unit;
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getName() {
		return this.name;
	}

	@Nullable String getDescription() {
		return this.description;
	}

	@Nullable String getUnit() {
		return this.unit;
	}

	@Nullable Instant getCreatedAt() {
		return this.createdAt;
	}

}
