package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.error.UnresolvedMigrationException;
import io.automigrate.history.JournalEntry;
import io.automigrate.history.JournalEntry.LastBatch;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Batches that commit each by itself, together with the line of the journal that says so.
 */
final class JournalledBatches implements Batches {

	private final Session session;

	private final VersionedState state;

	private final MigrationUnit unit;

	private final MigrationSettings settings;

	private final LockRetry retry;

	/** Of the back-fills so far, in the order in which the migration began them. */
	private final List<String> definitions = new ArrayList<>();

	private @Nullable JournalEntry entry;

	JournalledBatches(Session session, VersionedState state, MigrationUnit unit, MigrationSettings settings,
			RunListener listener) {
		this.session = session;
		this.state = state;
		this.unit = unit;
		this.settings = settings;
		this.retry = new LockRetry(session, listener);
		this.entry = state.unfinished(unit.migration().version());
	}

	@Override
	public Connection connection() {
		return this.session.connection();
	}

	@Override
	public String wayOut() {
		return JournalledMigration.BEGINS_AGAIN;
	}

	@Override
	public @Nullable LastBatch begin(String definition) throws SQLException {
		if (!connection().getAutoCommit()) {
			throw new IllegalStateException(
					"A back-fill outside of transactions commits each batch; end the transaction before it");
		}
		this.definitions.add(definition);
		JournalEntry present = this.entry;
		int number = this.definitions.size();
		if (number > ((present != null) ? present.done() : 0) + 1) {
			throw new IllegalStateException("The back-fill before this one has not come to its end");
		}
		if (present == null) {
			return LastBatch.NONE;
		}
		int known = present.done() + ((present.lastBatch() != null) ? 1 : 0);
		if (number == known && !present.doneChecksum().equals(checksum())) {
			Migration migration = this.unit.migration();
			throw new UnresolvedMigrationException(migration.version(),
					"Migration " + migration.display() + " was interrupted (" + present.extent()
							+ "), and since then its back-fills were changed.",
					"Undo the change, or settle it by hand: finish the migration and run resolve --applied, or run resolve --rolled-back for it to begin again with the first row.");
		}
		if (number <= present.done()) {
			return null;
		}
		return (present.lastBatch() != null) ? present.lastBatch() : LastBatch.NONE;
	}

	@Override
	public LastBatch next(String doing, LastBatch before, Batch batch) throws SQLException {
		return this.session.clock().get(this.settings.timeout(), () -> this.retry.run(() -> doing, Set::of, (tried) -> {
			try {
				this.session.begin();
				tried.stalls();
				LastBatch last = batch.run(this.session.clock().deadline());
				commit(this.definitions.size() - 1, last);
				return last;
			}
			finally {
				this.session.rollback();
			}
		}));
	}

	@Override
	public void end() throws SQLException {
		this.session.clock().within(this.settings.timeout(), () -> {
			this.session.begin();
			commit(this.definitions.size(), null);
		});
	}

	private void commit(int done, @Nullable LastBatch last) throws SQLException {
		Migration migration = this.unit.migration();
		JournalEntry next = new JournalEntry(migration.version(), this.unit.down(), done, checksum(), null, null, last);
		if (!this.state.journalTable().advance(connection(), this.entry, next)) {
			throw new MigrationUnderWayException(
					"Another run goes on with migration " + migration.display()
							+ ", so this one must have lost the lock.",
					"Look for what ends idle connections, and start it again when the other one has ended.", null);
		}
		this.session.commit();
		this.entry = next;
	}

	private String checksum() {
		return JournalledMigration.checksum(String.join("\n", this.definitions));
	}

}
