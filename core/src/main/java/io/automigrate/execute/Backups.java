package io.automigrate.execute;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.backup.BackupRequest;
import io.automigrate.error.BackupFailedException;
import io.automigrate.error.MigrationException;
import io.automigrate.source.Territory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the backup that a run needs, once, before its first statement.
 */
final class Backups {

	private final BackupSettings settings;

	private final RunListener listener;

	private final RunRecorder recorder;

	private @Nullable String made;

	Backups(BackupSettings settings, RunListener listener, RunRecorder recorder) {
		this.settings = settings;
		this.listener = listener;
		this.recorder = recorder;
	}

	/**
	 * Something is about to be changed.
	 * @param lossy whether data may be lost by it
	 * @param reason what it is
	 */
	void before(Session session, Territory territory, boolean lossy, String reason) throws SQLException {
		BackupPolicy policy = this.settings.policy();
		if (policy == BackupPolicy.NEVER || (policy == BackupPolicy.LOSSY && !lossy)) {
			return;
		}
		String file = this.made;
		if (file == null) {
			long start = System.nanoTime();
			// The backup keeps its own budget, and the run's stands still meanwhile.
			file = session.clock().get(null, () -> make(session, territory, reason));
			this.made = file;
			this.listener.backedUp(file, Duration.ofNanos(System.nanoTime() - start));
		}
		this.recorder.log().backup(file);
	}

	private String make(Session session, Territory territory, String reason) throws SQLException {
		DatabaseMetaData database = session.connection().getMetaData();
		try {
			return this.settings.backup()
				.make(new BackupRequest(database.getURL(), database.getUserName(), territory.database(),
						territory.serverVersion(), reason, this.settings.timeout()));
		}
		catch (BackupFailedException ex) {
			throw ex.with(session.kept().unchanged());
		}
		catch (MigrationException ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockedRun.Interrupted(ex);
		}
		// Whatever an application's own backup throws.
		catch (Exception ex) {
			throw new BackupFailedException("The backup failed: " + ex.getClass().getSimpleName() + ": "
					+ ex.getMessage() + ". " + session.kept().unchanged(), "Correct its cause.");
		}
	}

}
