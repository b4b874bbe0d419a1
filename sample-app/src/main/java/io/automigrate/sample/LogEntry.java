package io.automigrate.sample;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

/**
 * A line of what happened. It names its tracker by id only, so that it outlives it.
 */
@Entity
@Table(name = "logs", indexes = @Index(name = "idx_logs_occurred_at", columnList = "occurred_at"))
class LogEntry {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Generated
	@ColumnDefault("now()")
	@Column(nullable = false, insertable = false, updatable = false)
	private @Nullable Instant occurredAt;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false, length = 20)
	private Action action;

	private @Nullable Long trackerId;

	@Column(nullable = false)
	private String subject;

	@SuppressWarnings("NullAway.Init") // for Hibernate
	protected LogEntry() {
	}

	LogEntry(Action action, @Nullable Long trackerId, String subject) {
		this.action = action;
		this.trackerId = trackerId;
		this.subject = subject;
	}

	@Nullable Long getId() {
		return this.id;
	}

	@Nullable Instant getOccurredAt() {
		return this.occurredAt;
	}

	Action getAction() {
		return this.action;
	}

	@Nullable Long getTrackerId() {
		return this.trackerId;
	}

	String getSubject() {
		return this.subject;
	}

	enum Action {

		CREATED, CHANGED, DELETED

	}

}
