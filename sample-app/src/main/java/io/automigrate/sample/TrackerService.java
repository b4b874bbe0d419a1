package io.automigrate.sample;

import java.util.List;

import io.automigrate.sample.LogEntry.Action;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps trackers, and writes down what happens to them.
 */
@Service
@Transactional
class TrackerService {

	private final TrackerRepository trackers;

	private final LogRepository logs;

	TrackerService(TrackerRepository trackers, LogRepository logs) {
		this.trackers = trackers;
		this.logs = logs;
	}

	@Transactional(readOnly = true)
	List<Tracker> all() {
		return this.trackers.findAllByOrderByName();
	}

	@Transactional(readOnly = true)
	Tracker one(long id) {
		return this.trackers.findById(id).orElseThrow(() -> new NotFoundException("Tracker " + id));
	}

	Tracker create(String name, @Nullable String description, @Nullable String unit) {
		Tracker tracker = this.trackers.saveAndFlush(new Tracker(name, description, unit));
		log(Action.CREATED, tracker);
		return tracker;
	}

	Tracker change(long id, String name, @Nullable String description, @Nullable String unit) {
		Tracker tracker = one(id);
		tracker.change(name, description, unit);
		log(Action.CHANGED, tracker);
		return tracker;
	}

	void delete(long id) {
		Tracker tracker = one(id);
		this.trackers.delete(tracker);
		log(Action.DELETED, tracker);
	}

	private void log(Action action, Tracker tracker) {
		this.logs.save(new LogEntry(action, tracker.getId(), "tracker " + tracker.getName()));
	}

}
