package io.automigrate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.backup.PgDump;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.BackupSettings;
import io.automigrate.execute.Budgets;
import io.automigrate.execute.EnvironmentCheck;
import io.automigrate.execute.Look;
import io.automigrate.execute.Instance;
import io.automigrate.execute.MigrationReplay;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.execute.Migrations;
import io.automigrate.execute.StepConnections;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.ReleaseSettings;
import io.automigrate.execute.VersionedCommands;
import io.automigrate.execute.VersionedQuestions;
import io.automigrate.execute.VersionedSettings;
import io.automigrate.history.HistoryNames;
import io.automigrate.history.RunOrigin;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.report.EnvironmentReport;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import io.automigrate.versioned.MigrationFormat;
import io.automigrate.versioned.MigrationSources;
import io.automigrate.versioned.MigrationTarget;
import io.automigrate.versioned.Tolerance;
import io.automigrate.versioned.TransactionScope;
import io.automigrate.versioned.VersionedMigration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one database in step with what its sources ask for. Safe for use by several
 * threads; one run at a time.
 */
public final class SchemaMigrator {

	private final Migrations migrations;

	private final MigrationSettings settings;

	private final Clock clock;

	private final Runs runs;

	private final VersionedMigrations versioned;

	private final DataSource dataSource;

	private final StepConnections connections;

	private final List<SchemaSource> sources;

	/** The answer to the latest question, whichever came last. */
	private final AtomicReference<@Nullable MigrationStatus> lastKnown = new AtomicReference<>();

	private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

	private SchemaMigrator(MigrationSettings settings, DataSource dataSource, StepConnections connections,
			List<SchemaSource> sources, Clock clock, Runs runs) {
		this.settings = settings;
		this.dataSource = dataSource;
		this.connections = connections;
		this.sources = List.copyOf(sources);
		this.migrations = new Migrations(this.dataSource, this.connections, this.sources, this.settings);
		this.clock = clock;
		this.runs = runs;
		this.versioned = new VersionedMigrations(
				new VersionedCommands(this.dataSource, this.connections, this.settings),
				new VersionedQuestions(this.dataSource, this.settings), this.runs);
	}

	/**
	 * Start to describe a migrator.
	 * @param dataSource where the connections come from; one is used at a time
	 * @return a builder with the default settings and no source
	 */
	public static Builder builder(DataSource dataSource) {
		return new Builder(dataSource);
	}

	/**
	 * Compare the database with the sources. Never writes, never takes the lock of runs,
	 * and answers also where the database is away. Costs two questions to the database as
	 * long as nothing changes. While another run is under way, it is told by
	 * {@link MigrationStatus#inProgress()}, and only what {@link #health()} looks at is
	 * looked at, if it is known already what is needed.
	 * @return how things stand
	 */
	public MigrationStatus status() {
		return ask(this.migrations::compare);
	}

	/**
	 * Look whether the database has what this instance needs to work: tables and views
	 * with their columns, sequences, types, routines, and the versioned migrations. That
	 * costs a few queries of the catalogs in autocommit, takes no lock of any kind, and
	 * works on a standby and for a role that may only read, however long a run of another
	 * instance takes. What the last run or comparison of this migrator left alone is not
	 * looked at again; {@link #status()} does that. Blocks as long as the data source and
	 * the database do; whoever has to answer in time asks on another thread.
	 * @return how things stand
	 */
	public MigrationStatus health() {
		return ask(this.migrations::look);
	}

	/**
	 * Return what is known without asking the database: what the last successful call of
	 * {@link #status()}, {@link #health()} or {@link #migrate()} found.
	 * @return how things stood then, at {@link MigrationStatus#checkedAt()}, or
	 * {@code null} where nothing has been found out yet
	 */
	public @Nullable MigrationStatus lastKnown() {
		return this.lastKnown.get();
	}

	/** A look that began before a run ended knows less, though it may end later. */
	private void keep(MigrationStatus status) {
		this.lastKnown.accumulateAndGet(status, MigrationStatus::later);
	}

	/** Never before what it was: a clock that is set back does not make answers old. */
	private Instant now() {
		return this.latest.accumulateAndGet(this.clock.instant(), (last, now) -> now.isAfter(last) ? now : last);
	}

	private MigrationStatus ask(Supplier<Look> question) {
		Instant asked = now();
		try {
			MigrationStatus status = MigrationStatus.of(question.get(), asked);
			keep(status);
			return status;
		}
		catch (MigrationException ex) {
			return MigrationStatus.failed(ex, asked);
		}
	}

	/**
	 * Work out what a run would do, without leaving a trace.
	 * @return the plan
	 * @throws MigrationException if the sources or the database cannot be read
	 */
	public MigrationPlan plan() {
		return this.migrations.plan();
	}

	/**
	 * Bring the database in step, as far as the policy goes.
	 * @return how it ended; a failed run is told by the report, not thrown
	 * @see MigrationReport#orThrow()
	 */
	public MigrationReport migrate() {
		return run(RunOrigin.START_UP, null);
	}

	/**
	 * Bring the database in step, as far as the policy goes.
	 * @param origin what the run is started by, which is recorded where there are
	 * versioned migrations
	 * @return how it ended; a failed run is told by the report, not thrown
	 * @see MigrationReport#orThrow()
	 */
	public MigrationReport migrate(RunOrigin origin) {
		return run(origin, null);
	}

	/**
	 * Bring the database in step as {@link #migrate()} does, for callers that tell
	 * themselves why a run does not succeed: the log leaves that to them.
	 * @return how it ended
	 * @throws MigrationException if the run failed, or something that the application
	 * needs is missing after it
	 */
	public MigrationReport migrateOrThrow() {
		return this.runs.runOrThrow((log) -> this.migrations.migrate(log, RunOrigin.START_UP, null));
	}

	/**
	 * Carry out exactly the plan with the given hash and nothing else.
	 * @param planHash the plan's {@link MigrationPlan#hash()}
	 * @return how it ended; where another plan would be carried out now, it failed and
	 * nothing was changed
	 * @see MigrationReport#orThrow()
	 */
	public MigrationReport migrate(String planHash) {
		return migrate(RunOrigin.START_UP, planHash);
	}

	/**
	 * Carry out exactly the plan with the given hash and nothing else.
	 * @param origin what the run is started by
	 * @param planHash the plan's {@link MigrationPlan#hash()}
	 * @return how it ended; where another plan would be carried out now, it failed and
	 * nothing was changed
	 * @see MigrationReport#orThrow()
	 */
	public MigrationReport migrate(RunOrigin origin, String planHash) {
		return run(origin, planHash);
	}

	/**
	 * Returns a migrator that does the same, with a backup before whatever it changes.
	 * @param directory where dumps go, or {@code null} to leave it as it is; of no
	 * meaning for a {@link MigrationBackup} of the application's own
	 * @return another migrator; of both, one run at a time
	 */
	public SchemaMigrator withBackup(@Nullable Path directory) {
		MigrationBackup backup = this.settings.backup().backup();
		MigrationBackup there = (directory != null && backup instanceof PgDump dump) ? dump.to(directory) : backup;
		return new SchemaMigrator(
				this.settings.with(new BackupSettings(there, BackupPolicy.ALWAYS, this.settings.backup().timeout())),
				this.dataSource, this.connections, this.sources, this.clock, this.runs);
	}

	/**
	 * Returns a migrator that does the same, and takes the schema back to what this
	 * release asks for where the database belongs to a newer one.
	 * @return another migrator
	 */
	public SchemaMigrator allowingOlder() {
		return new SchemaMigrator(this.settings.with(this.settings.release().allowingOlder()), this.dataSource,
				this.connections, this.sources, this.clock, this.runs);
	}

	/**
	 * Returns a migrator that does the same, and tells how it goes on.
	 * @param watcher is told everything, from the beginning of a run to its end
	 * @return another migrator; of both, one run at a time
	 */
	public SchemaMigrator watchedBy(RunListener watcher) {
		return new SchemaMigrator(this.settings, this.dataSource, this.connections, this.sources, this.clock,
				this.runs.watchedBy(watcher));
	}

	/**
	 * Returns what can be done with versioned migrations alone.
	 * @return the versioned migrations of this migrator
	 */
	public VersionedMigrations versioned() {
		return this.versioned;
	}

	/**
	 * Returns what writes and checks versioned migrations, from the entities and
	 * declarative files of this migrator.
	 * @return a generator
	 */
	public MigrationGenerator generator() {
		return new MigrationGenerator(new VersionedQuestions(this.dataSource, this.settings), this.versioned.graph(),
				new MigrationReplay(this.connections, this.settings.versioned().devDatabase(), this.settings),
				this.sources, this.clock);
	}

	private MigrationReport run(RunOrigin origin, @Nullable String planHash) {
		return this.runs.run((log) -> {
			RunResult result = this.migrations.migrate(log, origin, planHash);
			keep(MigrationStatus.of(Look.after(result), now()));
			return result;
		});
	}

	/**
	 * Returns this running instance of the application, to be seen by other releases.
	 * @return an instance that nobody sees before its first beat
	 */
	public Instance instance() {
		return new Instance(this.dataSource, this.sources, this.settings);
	}

	/**
	 * Ask ahead, on a thread of its own, what the last run remembered, so that a
	 * {@link #migrate()} soon after need not wait for the answer. Does no harm if none
	 * comes.
	 */
	public void lookAhead() {
		this.migrations.lookAhead();
	}

	/**
	 * Look whether a migration could run here: connection, server version, privileges,
	 * lock, settings.
	 * @return what is wrong, if anything
	 */
	public EnvironmentReport validateEnvironment() {
		EnvironmentCheck check = this.migrations.checkEnvironment();
		return new EnvironmentReport(check.errors(), check.warnings());
	}

	/**
	 * Returns whether a run of this migrator, or of another one that it was made from or
	 * that was made from it, is under way.
	 * @return whether {@link #migrate()} would be refused now
	 */
	public boolean running() {
		return this.runs.running();
	}

	public MigrationSettings settings() {
		return this.settings;
	}

	/**
	 * Describes a {@link SchemaMigrator}.
	 */
	public static final class Builder {

		private final DataSource dataSource;

		private DataSource stepDataSource;

		private final List<SchemaSource> sources = new ArrayList<>();

		private List<String> schemas = List.of();

		private @Nullable ChangePolicy policy;

		private boolean dropUnmanaged;

		private final Set<String> allow = new LinkedHashSet<>();

		private long onlineAbove = PlanSettings.DEFAULT_ONLINE_ABOVE;

		private final List<RenameHint> renames = new ArrayList<>();

		private boolean failOnDrift;

		private final List<String> locations = new ArrayList<>();

		private final List<VersionedMigration> beans = new ArrayList<>();

		private MigrationFormat format = MigrationFormat.OWN;

		private BackupSettings backup = BackupSettings.NONE;

		private @Nullable String historySchema;

		private String historyTable = HistoryNames.DEFAULT_TABLE;

		private Tolerance outOfOrder = Tolerance.ALLOW;

		private Tolerance missing = Tolerance.REFUSE;

		private boolean singleHead;

		private TransactionScope transaction = TransactionScope.BATCH;

		private MigrationTarget target = MigrationTarget.LATEST;

		private @Nullable DataSource devDatabase;

		private Duration scanTimeout = Budgets.DEFAULT_SCAN;

		private @Nullable Duration timeout;

		private Duration lockTimeout = Budgets.DEFAULT_LOCK;

		private Duration lockTryTimeout = Budgets.DEFAULT_LOCK_TRY;

		private boolean locking = true;

		private boolean verification = true;

		private boolean detailedLog = true;

		private String application = "automigrate";

		private String unit = "";

		private @Nullable String release;

		private boolean allowOlder;

		private Clock clock = Clock.systemUTC();

		private Builder(DataSource dataSource) {
			this.dataSource = dataSource;
			this.stepDataSource = dataSource;
		}

		/**
		 * Set where the session of a run comes from, if not from the data source that
		 * questions are asked through: another address, such as the server's own behind a
		 * pooler, or another role.
		 * @param dataSource a data source; best one without a pool
		 * @return this builder
		 */
		public Builder stepsOn(DataSource dataSource) {
			this.stepDataSource = dataSource;
			return this;
		}

		public Builder schemas(String... schemas) {
			this.schemas = List.of(schemas);
			return this;
		}

		public Builder source(SchemaSource source) {
			this.sources.add(source);
			return this;
		}

		/**
		 * Set how far a comparison may go.
		 * @param policy the policy; if it is never set or {@code null},
		 * {@link ChangePolicy#CREATE}, or {@link ChangePolicy#VALIDATE} where there are
		 * versioned migrations
		 * @return this builder
		 */
		public Builder policy(@Nullable ChangePolicy policy) {
			this.policy = policy;
			return this;
		}

		/**
		 * Under {@link ChangePolicy#FULL}, drop what no source speaks of, too.
		 * @param dropUnmanaged whether to
		 * @return this builder
		 */
		public Builder dropUnmanaged(boolean dropUnmanaged) {
			this.dropUnmanaged = dropUnmanaged;
			return this;
		}

		/**
		 * Consent to the loss of data, by name.
		 * @param consents such as {@code DELETES_DATA:public.orders.old_total}
		 * @return this builder
		 * @throws IllegalArgumentException if one is not of this form
		 */
		public Builder allow(String... consents) {
			for (String consent : consents) {
				this.allow.add(PlanSettings.checkedConsent(consent));
			}
			return this;
		}

		/**
		 * Set from which size on a table is changed online wherever PostgreSQL can, and
		 * rewritten only with consent by name.
		 * @param bytes the size; negative for every table that exists
		 * @return this builder
		 */
		public Builder onlineAbove(long bytes) {
			this.onlineAbove = bytes;
			return this;
		}

		/**
		 * Say what is called differently from now on.
		 * @param rename the rename
		 * @return this builder
		 */
		public Builder rename(RenameHint rename) {
			this.renames.add(rename);
			return this;
		}

		/**
		 * Under {@link ChangePolicy#VALIDATE}, let a run fail where anything differs.
		 * @param failOnDrift whether to
		 * @return this builder
		 */
		public Builder failOnDrift(boolean failOnDrift) {
			this.failOnDrift = failOnDrift;
			return this;
		}

		/**
		 * Set the budget of a statement that reads a whole table while others go on
		 * working with it.
		 * @param scanTimeout the budget
		 * @return this builder
		 */
		public Builder scanTimeout(Duration scanTimeout) {
			this.scanTimeout = scanTimeout;
			return this;
		}

		/**
		 * Add places of versioned migrations.
		 * @param locations folders such as {@code classpath:db/migrations} or
		 * {@code file:/srv/migrations}, or patterns of files
		 * @return this builder
		 */
		public Builder scripts(String... locations) {
			this.locations.addAll(List.of(locations));
			return this;
		}

		/**
		 * Say how the files of versioned migrations are written.
		 * @param format the format; our own unless this is called
		 * @return this builder
		 */
		public Builder format(MigrationFormat format) {
			this.format = format;
			return this;
		}

		/**
		 * Add versioned migrations in Java.
		 * @param migrations the migrations
		 * @return this builder
		 */
		public Builder migrations(Collection<? extends VersionedMigration> migrations) {
			this.beans.addAll(migrations);
			return this;
		}

		/**
		 * Say where the history of versioned migrations is kept.
		 * @param schema the schema, or {@code null} for the first of the managed ones
		 * @param table the table; those of runs and of the journal are named after it
		 * @return this builder
		 */
		public Builder historyTable(@Nullable String schema, String table) {
			this.historySchema = schema;
			this.historyTable = new HistoryNames("", table).table();
			return this;
		}

		/**
		 * Say what to do about a pending migration that comes before an applied one.
		 * @param outOfOrder what to do; {@link Tolerance#ALLOW} unless set
		 * @return this builder
		 */
		public Builder outOfOrder(Tolerance outOfOrder) {
			this.outOfOrder = outOfOrder;
			return this;
		}

		/**
		 * Say what to do about an applied migration that is not there any more.
		 * @param missing what to do; {@link Tolerance#REFUSE} unless set
		 * @return this builder
		 */
		public Builder missing(Tolerance missing) {
			this.missing = missing;
			return this;
		}

		/**
		 * Let several heads be an error.
		 * @param singleHead whether to
		 * @return this builder
		 */
		public Builder singleHead(boolean singleHead) {
			this.singleHead = singleHead;
			return this;
		}

		/**
		 * Say what versioned migrations share a transaction with that say nothing
		 * themselves: all of a run with each other, as far as PostgreSQL lets them, or
		 * none with any other.
		 * @param transaction the scope; {@link TransactionScope#BATCH} unless set
		 * @return this builder
		 * @throws IllegalArgumentException if it is {@link TransactionScope#NONE}, which
		 * only a migration itself can say
		 */
		public Builder transaction(TransactionScope transaction) {
			if (transaction == TransactionScope.NONE) {
				throw new IllegalArgumentException(
						"Migrations run in transactions, BATCH or EACH; transaction:false in a file lets that one run outside of any");
			}
			this.transaction = transaction;
			return this;
		}

		/**
		 * Lend a database to run migrations in that are only looked at, by
		 * {@link SchemaMigrator#generator()}.
		 * @param lent a database without anything in the managed schemas; what the
		 * migrations make in it is dropped afterwards. {@code null}, the default, to
		 * create a database beside the live one and drop it
		 * @return this builder
		 */
		public Builder devDatabase(@Nullable DataSource lent) {
			this.devDatabase = lent;
			return this;
		}

		/**
		 * Pin the version that runs go up to: it and everything before it in the order.
		 * @param target the version, or {@code null} for all
		 * @return this builder
		 * @throws IllegalArgumentException if it is relative, such as +1, or base
		 */
		public Builder target(@Nullable String target) {
			this.target = (target != null) ? MigrationTarget.pinned(target) : MigrationTarget.LATEST;
			return this;
		}

		/**
		 * Make a backup before runs change anything.
		 * @param backup what makes it, such as {@link PgDump}
		 * @param policy before which runs
		 * @param timeout how long it may take
		 * @return this builder
		 */
		public Builder backup(MigrationBackup backup, BackupPolicy policy, Duration timeout) {
			this.backup = new BackupSettings(backup, policy, timeout);
			return this;
		}

		/**
		 * Set the budget of a run: for connecting, for each statement and answer, and for
		 * its own work. Waiting for other runs and for locks on tables, statements that
		 * read whole tables, and backups have budgets of their own.
		 * @param timeout the budget; if it is never set or {@code null}, 30 s and 50 ms
		 * for each statement of the sources
		 * @return this builder
		 */
		public Builder timeout(@Nullable Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Set how long a run waits in all, for other runs and for locks on tables.
		 * @param lockTimeout the budget
		 * @return this builder
		 */
		public Builder lockTimeout(Duration lockTimeout) {
			this.lockTimeout = lockTimeout;
			return this;
		}

		/**
		 * Set how long a try waits at most for locks on tables: others wait behind it as
		 * long.
		 * @param lockTryTimeout the time; 300 ms unless set
		 * @return this builder
		 */
		public Builder lockTryTimeout(Duration lockTryTimeout) {
			this.lockTryTimeout = lockTryTimeout;
			return this;
		}

		public Builder locking(boolean locking) {
			this.locking = locking;
			return this;
		}

		public Builder verification(boolean verification) {
			this.verification = verification;
			return this;
		}

		public Builder detailedLog(boolean detailedLog) {
			this.detailedLog = detailedLog;
			return this;
		}

		public Builder application(String application) {
			this.application = application;
			return this;
		}

		/**
		 * Say which part of the application's schema this is, where several share a
		 * database.
		 * @param unit the part, such as the name of a data source
		 * @return this builder
		 */
		public Builder unit(String unit) {
			this.unit = unit;
			return this;
		}

		/**
		 * Say which release of the application this is, so that it is known which of two
		 * is newer.
		 * @param release the instant of the build, such as {@code 2026-12-01T12:00:00Z},
		 * or a version, such as {@code 1.10.2}; {@code null} if there is neither
		 * @return this builder
		 */
		public Builder release(@Nullable String release) {
			this.release = release;
			return this;
		}

		/**
		 * Let runs take the schema back to what this release asks for, although the
		 * database belongs to a newer one.
		 * @param allowOlder whether to
		 * @return this builder
		 */
		public Builder allowOlder(boolean allowOlder) {
			this.allowOlder = allowOlder;
			return this;
		}

		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		public SchemaMigrator build() {
			return new SchemaMigrator(settings(), this.dataSource, StepConnections.of(this.stepDataSource),
					this.sources, this.clock, new Runs(this.detailedLog, this.clock, RunListener.SILENT));
		}

		private MigrationSettings settings() {
			VersionedSettings versioned = new VersionedSettings(
					new MigrationSources(this.locations, this.beans, this.format), this.historySchema,
					this.historyTable, this.outOfOrder, this.missing, this.singleHead, this.transaction, this.target,
					this.devDatabase, this.policy != null);
			ChangePolicy policy = (this.policy != null) ? this.policy : ChangePolicy.CREATE;
			return new MigrationSettings(this.schemas,
					new PlanSettings(policy, this.dropUnmanaged, this.allow, this.onlineAbove), this.renames,
					this.failOnDrift, budgets(), this.locking, this.verification, this.detailedLog, this.application,
					versioned, this.backup, new ReleaseSettings(this.unit, this.release, this.allowOlder));
		}

		private Budgets budgets() {
			Duration timeout = (this.timeout != null) ? this.timeout : Budgets.DEFAULT_TIMEOUT;
			return new Budgets(timeout, this.timeout == null, this.lockTimeout, this.lockTryTimeout, this.scanTimeout);
		}

	}

}
