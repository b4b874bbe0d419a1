package io.automigrate.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.schema.Schema;
import io.automigrate.source.SchemaSource;
import io.automigrate.source.Territory;
import org.jspecify.annotations.Nullable;

/**
 * Answers, for one database: how does it stand, what would a run do, and do it.
 */
public final class Migrations {

	private final DataSource dataSource;

	private final List<SchemaSource> sources;

	private final MigrationSettings settings;

	private volatile @Nullable Known known;

	public Migrations(DataSource dataSource, List<SchemaSource> sources, MigrationSettings settings) {
		this.dataSource = dataSource;
		this.sources = sources;
		this.settings = settings;
	}

	/**
	 * Bring the database in step.
	 * @param listener is told how it goes on
	 * @return what was found and done
	 * @throws MigrationException if it could not be done; then nothing was
	 */
	public RunResult migrate(RunListener listener) {
		listener.starting();
		Desired desired = new Desired(this.sources, this.settings);
		try (Session session = Session.open(this.dataSource, this.settings)) {
			Known found = new MigrationRun(desired, this.settings, listener).run(session);
			this.known = keepSchema(found);
			return found.result();
		}
	}

	/**
	 * Work out what a run would do.
	 * @return the plan
	 * @throws MigrationException if it could not be worked out
	 */
	public MigrationPlan plan() {
		Desired desired = new Desired(this.sources, this.settings);
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return inspect(session, desired, null, this.settings.lockTimeout().toMillis()).plan();
		}
	}

	/**
	 * Compare the database with what is asked for. Costs one question as long as nothing
	 * has changed, and no second scratch copy as long as the sources have not.
	 * @return what was found
	 * @throws MigrationException if it could not be found out
	 */
	public RunResult compare() {
		Desired desired = new Desired(this.sources, this.settings);
		Known last = this.known;
		Known usable = (last != null && last.desired().equals(desired.fingerprint())) ? last : null;
		Deadline deadline = Deadline.in(this.settings.timeout());
		try (Session session = Session.open(this.dataSource, this.settings)) {
			try {
				String live = desired.liveFingerprint(session);
				if (usable != null && live.equals(usable.live())) {
					return usable.state();
				}
				Comparison comparison = inspect(session, desired, (usable != null) ? usable.schema() : null, 0);
				RunResult found = comparison.found();
				this.known = new Known(desired.fingerprint(), live, found, comparison.desired(), found);
				return found;
			}
			catch (SQLException ex) {
				throw Failures.translate(ex, deadline, "comparing");
			}
		}
	}

	/**
	 * Look whether a run could work here. Changes nothing.
	 * @return what is wrong, if anything
	 */
	public EnvironmentCheck checkEnvironment() {
		try (Session session = Session.open(this.dataSource, this.settings)) {
			return EnvironmentCheck.of(session, new Desired(this.sources, this.settings), this.settings);
		}
		catch (SQLException ex) {
			return EnvironmentCheck
				.failed(Failures.translate(ex, Deadline.in(this.settings.timeout()), "checking the environment"));
		}
		catch (MigrationException ex) {
			return EnvironmentCheck.failed(ex);
		}
	}

	/** A start that found everything in place has not read what is asked for. */
	private Known keepSchema(Known found) {
		Known last = this.known;
		return (found.schema() == null && last != null && last.desired().equals(found.desired()))
				? new Known(found.desired(), found.live(), found.state(), last.schema(), found.result()) : found;
	}

	private Comparison inspect(Session session, Desired desired, @Nullable Schema schema, long waitMillis) {
		Deadline deadline = Deadline.in(this.settings.timeout());
		Deadline lockDeadline = Deadline.in(Duration.ofMillis(waitMillis));
		try {
			Territory territory = desired.survey(session);
			session.begin(deadline);
			while (schema == null && this.settings.locking()
					&& !desired.lock(territory).tryAcquire(session.connection())) {
				String holder = desired.lock(territory).holder(session.connection());
				session.rollback();
				if (lockDeadline.passed()) {
					throw new MigrationUnderWayException(
							"A migration of this database is under way, by " + holder + ".",
							"Ask again when it has ended.", null);
				}
				Thread.sleep(100);
				session.begin(deadline);
			}
			session.printNamesInFull();
			return (schema != null) ? desired.compare(session, territory, schema)
					: desired.compare(session, territory, deadline);
		}
		catch (SQLException ex) {
			throw Failures.translate(ex, deadline, "comparing");
		}
		catch (UncheckedSqlException ex) {
			throw Failures.translate(ex.failure(), deadline, "comparing");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationRun.Interrupted(ex);
		}
		finally {
			session.rollback();
		}
	}

}
