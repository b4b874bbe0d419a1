package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.automigrate.catalog.CatalogFingerprint;
import io.automigrate.error.MigrationException;
import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.error.SqlFailure;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RunOrigin;
import io.automigrate.history.RunRecord.Outcome;
import io.automigrate.history.RunsTable;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a record of a run that does something, or fails to: in the run's own transaction
 * if it has one, or else from its beginning on.
 */
final class RunRecorder {

	/** What a run that has failed may still take to say so. */
	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	private final RunOrigin origin;

	private final String target;

	private final String application;

	private final Instant startedAt = Instant.now();

	private final StatementLog log = new StatementLog();

	private @Nullable HistoryNames names;

	private @Nullable String before;

	private String schemas = "";

	private long begun = -1;

	/** Whether the record is committed. */
	private boolean kept;

	RunRecorder(RunOrigin origin, String target, String application) {
		this.origin = origin;
		this.target = target;
		this.application = application;
	}

	StatementLog log() {
		return this.log;
	}

	/** The run is about to do something. */
	void starts(Session session, HistoryNames names, List<String> schemas) throws SQLException {
		this.names = names;
		this.schemas = "ARRAY[" + Identifier.literals(schemas) + "]::name[]";
		try (var statement = session.connection().createStatement();
				var row = statement.executeQuery("SELECT " + CatalogFingerprint.sql(this.schemas))) {
			row.next();
			this.before = row.getString(1);
		}
	}

	/** Whatever was not committed was rolled back, and is tried again. */
	void again() {
		if (!this.kept) {
			this.begun = -1;
			this.log.backTo(0);
		}
	}

	/** What was written so far is committed. */
	void kept() {
		this.kept = this.begun >= 0;
	}

	boolean started() {
		return this.names != null;
	}

	/** Write the record already now, since not all that follows is in one transaction. */
	void begin(Session session) throws SQLException {
		HistoryNames present = this.names;
		if (present != null && this.begun < 0) {
			RunsTable runs = new RunsTable(present);
			runs.endInterrupted(session.connection());
			this.begun = runs.add(session.connection(), entry(Outcome.RUNNING, null));
		}
	}

	/** Write that the run reached its end, in its last transaction. */
	void ended(Session session, RunResult result) throws SQLException {
		if (result.needed().isEmpty()) {
			succeeded(session);
		}
		else {
			write(session, Outcome.INCOMPLETE, new SchemaIncompleteException(result.needed()).getMessage());
		}
	}

	/** Write that the run succeeded, in its last transaction. */
	void succeeded(Session session) throws SQLException {
		write(session, Outcome.SUCCEEDED, null);
	}

	private void write(Session session, Outcome outcome, @Nullable String error) throws SQLException {
		HistoryNames present = this.names;
		if (present == null) {
			return;
		}
		RunsTable runs = new RunsTable(present);
		if (this.begun >= 0) {
			runs.end(session.connection(), this.begun, entry(outcome, error));
		}
		else {
			runs.endInterrupted(session.connection());
			runs.add(session.connection(), entry(outcome, error));
		}
	}

	/**
	 * Write that the run failed, if that is possible; what it did is rolled back. Where
	 * the server has ended the session, another one says so.
	 */
	void failed(Session session, MigrationException failure, RunListener listener) {
		HistoryNames present = this.names;
		if (present == null || session.aborted()) {
			return;
		}
		if (!this.kept) {
			this.begun = -1;
		}
		try {
			session.clock().within(LAST_WORDS, () -> {
				if (!session.lost()) {
					write(session, present, failure);
					return;
				}
				try (Session other = session.again()) {
					if (other != null) {
						write(other, present, failure);
					}
				}
			});
		}
		catch (SQLException ex) {
			listener.warning("The failed run could not be recorded: " + SqlFailure.message(ex));
		}
		catch (MigrationException ex) {
			listener.warning("The failed run could not be recorded: " + ex.getMessage());
		}
		finally {
			session.rollback();
		}
	}

	private void write(Session session, HistoryNames present, MigrationException failure) throws SQLException {
		session.rollback();
		session.begin();
		HistoryTable history = new HistoryTable(present);
		history.prepare(session.connection(), history.shape(session.connection()));
		write(session, Outcome.FAILED, failure.getMessage());
		session.commit();
	}

	private RunsTable.Entry entry(Outcome outcome, @Nullable String error) {
		String after = (outcome == Outcome.RUNNING) ? null : CatalogFingerprint.sql(this.schemas);
		return new RunsTable.Entry(this.origin, this.target, this.startedAt, outcome, error, this.application,
				this.log.toString(), this.before, after);
	}

}
