package io.automigrate.sample;

import java.time.LocalDate;
import java.util.List;

import io.automigrate.sample.LogEntry.Action;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the values of trackers, and writes down what happens to them.
 */
@Service
@Transactional
class TrackerValueService {

	private final TrackerService trackers;

	private final TrackerValueRepository values;

	private final LogRepository logs;

	TrackerValueService(TrackerService trackers, TrackerValueRepository values, LogRepository logs) {
		this.trackers = trackers;
		this.values = values;
		this.logs = logs;
	}

	@Transactional(readOnly = true)
	List<TrackerValue> all(long trackerId) {
		this.trackers.one(trackerId);
		return this.values.findByTrackerIdOrderByDate(trackerId);
	}

	@Transactional(readOnly = true)
	TrackerValue one(long trackerId, LocalDate date) {
		return this.values.findByTrackerIdAndDate(trackerId, date)
			.orElseThrow(() -> new NotFoundException("A value of tracker " + trackerId + " on " + date));
	}

	TrackerValue put(long trackerId, LocalDate date, String text) {
		TrackerValue value = this.values.findByTrackerIdAndDate(trackerId, date).orElse(null);
		Action action = (value != null) ? Action.CHANGED : Action.CREATED;
		if (value == null) {
			value = new TrackerValue(this.trackers.one(trackerId), date, text);
		}
		else {
			value.change(text);
		}
		log(action, trackerId, date);
		return this.values.saveAndFlush(value);
	}

	void delete(long trackerId, LocalDate date) {
		this.values.delete(one(trackerId, date));
		log(Action.DELETED, trackerId, date);
	}

	private void log(Action action, long trackerId, LocalDate date) {
		this.logs.save(new LogEntry(action, trackerId, "value of " + date));
	}

}
