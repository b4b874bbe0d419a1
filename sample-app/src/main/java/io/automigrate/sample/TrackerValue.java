package io.automigrate.sample;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import org.hibernate.Length;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.SourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker showed on one day. It goes when its tracker goes.
 */
@Entity
@Table(name = "tracker_values",
		uniqueConstraints = @UniqueConstraint(name = "unique_tracker_date", columnNames = { "tracker_id", "date" }),
		indexes = @Index(name = "idx_tracker_date", columnList = "tracker_id, date"))
class TrackerValue {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "tracker_id", nullable = false,
			foreignKey = @ForeignKey(name = "tracker_values_tracker_id_fkey"))
	@OnDelete(action = OnDeleteAction.CASCADE)
	private Tracker tracker;

	@Column(nullable = false)
	private LocalDate date;

	@Column(nullable = false, length = Length.LONG32)
	private String value;

	@Generated
	@ColumnDefault("now()")
	@Column(nullable = false, insertable = false, updatable = false)
	private @Nullable Instant createdAt;

	@CurrentTimestamp(source = SourceType.DB)
	@ColumnDefault("now()")
	@Column(nullable = false)
	private @Nullable Instant updatedAt;

	@SuppressWarnings("NullAway.Init") // for Hibernate
	protected TrackerValue() {
	}

	TrackerValue(Tracker tracker, LocalDate date, String value) {
		this.tracker = tracker;
		this.date = date;
		this.value = value;
	}

	void change(String value) {
		this.value = value;
	}

	Tracker getTracker() {
		return this.tracker;
	}

	LocalDate getDate() {
		return this.date;
	}

	String getValue() {
		return this.value;
	}

	@Nullable Instant getCreatedAt() {
		return this.createdAt;
	}

	@Nullable Instant getUpdatedAt() {
		return this.updatedAt;
	}

}
