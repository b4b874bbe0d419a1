package io.automigrate.sample;

import java.util.List;

import io.automigrate.sample.LogEntry.Action;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the items of trackers, and writes down what happens to them.
 */
@Service
@Transactional
class ItemService {

	private final TrackerService trackers;

	private final ItemRepository items;

	private final LogRepository logs;

	ItemService(TrackerService trackers, ItemRepository items, LogRepository logs) {
		this.trackers = trackers;
		this.items = items;
		this.logs = logs;
	}

	@Transactional(readOnly = true)
	List<Item> all(long trackerId) {
		this.trackers.one(trackerId);
		return this.items.findByTrackerIdOrderById(trackerId);
	}

	@Transactional(readOnly = true)
	Item one(long trackerId, long id) {
		return this.items.findByIdAndTrackerId(id, trackerId)
			.orElseThrow(() -> new NotFoundException("Item " + id + " of tracker " + trackerId));
	}

	Item create(long trackerId, String name, boolean done) {
		Item item = this.items.save(new Item(this.trackers.one(trackerId), name, done));
		log(Action.CREATED, trackerId, item);
		return item;
	}

	Item change(long trackerId, long id, String name, boolean done) {
		Item item = one(trackerId, id);
		item.change(name, done);
		log(Action.CHANGED, trackerId, item);
		return item;
	}

	void delete(long trackerId, long id) {
		Item item = one(trackerId, id);
		this.items.delete(item);
		log(Action.DELETED, trackerId, item);
	}

	private void log(Action action, long trackerId, Item item) {
		this.logs.save(new LogEntry(action, trackerId, "item " + item.getName()));
	}

}
