package io.automigrate.sample;

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
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.jspecify.annotations.Nullable;

/**
 * A thing to do or to look at when a tracker is filled in. It goes when its tracker goes.
 */
@Entity
@Table(name = "items", indexes = @Index(name = "idx_items_tracker", columnList = "tracker_id"))
class Item {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "tracker_id", nullable = false, foreignKey = @ForeignKey(name = "items_tracker_id_fkey"))
	@OnDelete(action = OnDeleteAction.CASCADE)
	private Tracker tracker;

	@Column(nullable = false, length = 200)
	private String name;

	@ColumnDefault("false")
	@Column(nullable = false)
	private boolean done;

	@SuppressWarnings("NullAway.Init") // for Hibernate
	protected Item() {
	}

	Item(Tracker tracker, String name, boolean done) {
		this.tracker = tracker;
		this.name = name;
		this.done = done;
	}

	void change(String name, boolean done) {
		this.name = name;
		this.done = done;
	}

	@Nullable Long getId() {
		return this.id;
	}

	Tracker getTracker() {
		return this.tracker;
	}

	String getName() {
		return this.name;
	}

	boolean isDone() {
		return this.done;
	}

}
