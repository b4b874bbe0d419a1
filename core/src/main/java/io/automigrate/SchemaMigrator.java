package io.automigrate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.backup.PgDump;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.BackupSettings;
import io.automigrate.execute.EnvironmentCheck;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.Migrations;
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
import io.automigrate.versioned.MigrationSources;
import io.automigrate.versioned.Tolerance;
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

	private final RunListener watcher;

	private final Runs runs;

	private final VersionedMigrations versioned;

	private final DataSource dataSource;

	private final List<SchemaSource> sources;

	private SchemaMigrator(MigrationSettings settings, DataSource dataSource, List<SchemaSource> sources, Clock clock,
			RunListener watcher) {
		this.settings = settings;
		this.dataSource = dataSource;
		this.sources = List.copyOf(sources);
		this.migrations = new Migrations(this.dataSource, this.sources, this.settings);
		this.clock = clock;
		this.watcher = watcher;
		this.runs = new Runs(this.settings.detailedLog(), this.clock, watcher);
		this.versioned = new VersionedMigrations(new VersionedCommands(this.dataSource, this.settings),
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
	 * Compare the database with the sources. Never writes, and answers also where the
	 * database is away. Costs one question to the database as long as nothing changes.
	 * @return how things stand
	 */
	public MigrationStatus status() {
		try {
			return MigrationStatus.of(this.migrations.compare());
		}
		catch (MigrationException ex) {
			return MigrationStatus.failed(ex);
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
	 * @return another migrator
	 */
	public SchemaMigrator withBackup(@Nullable Path directory) {
		MigrationBackup backup = this.settings.backup().backup();
		MigrationBackup there = (directory != null && backup instanceof PgDump dump) ? dump.to(directory) : backup;
		return new SchemaMigrator(
				this.settings.with(new BackupSettings(there, BackupPolicy.ALWAYS, this.settings.backup().timeout())),
				this.dataSource, this.sources, this.clock, this.watcher);
	}

	/**
	 * Returns a migrator that does the same, and tells how it goes on.
	 * @param watcher is told of each step while it is done
	 * @return another migrator
	 */
	public SchemaMigrator watchedBy(RunListener watcher) {
		return new SchemaMigrator(this.settings, this.dataSource, this.sources, this.clock, watcher);
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
		return new MigrationGenerator(this.versioned.graph(), this.dataSource, this.sources, this.settings, this.clock);
	}

	private MigrationReport run(RunOrigin origin, @Nullable String planHash) {
		return this.runs.run((log) -> this.migrations.migrate(log, origin, planHash));
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
	 * Returns whether a run of this migrator is under way.
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

		private BackupSettings backup = BackupSettings.NONE;

		private @Nullable String historySchema;

		private String historyTable = HistoryNames.DEFAULT_TABLE;

		private Tolerance outOfOrder = Tolerance.ALLOW;

		private Tolerance missing = Tolerance.REFUSE;

		private boolean singleHead;

		private @Nullable String target;

		private Duration scanTimeout = Duration.ofMinutes(20);

		private Duration timeout = Duration.ofSeconds(30);

		private Duration lockTimeout = Duration.ofSeconds(30);

		private boolean locking = true;

		private boolean verification = true;

		private boolean detailedLog = true;

		private String application = "automigrate";

		private Clock clock = Clock.systemUTC();

		private Builder(DataSource dataSource) {
			this.dataSource = dataSource;
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
		 * Pin the version that runs go up to.
		 * @param target the version, or {@code null} for all
		 * @return this builder
		 */
		public Builder target(@Nullable String target) {
			this.target = target;
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

		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		public Builder lockTimeout(Duration lockTimeout) {
			this.lockTimeout = lockTimeout;
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

		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		public SchemaMigrator build() {
			return new SchemaMigrator(settings(), this.dataSource, this.sources, this.clock, RunListener.SILENT);
		}

		private MigrationSettings settings() {
			VersionedSettings versioned = new VersionedSettings(new MigrationSources(this.locations, this.beans),
					this.historySchema, this.historyTable, this.outOfOrder, this.missing, this.singleHead, this.target,
					this.policy != null);
			ChangePolicy policy = (this.policy != null) ? this.policy : ChangePolicy.CREATE;
			return new MigrationSettings(this.schemas,
					new PlanSettings(policy, this.dropUnmanaged, this.allow, this.onlineAbove), this.renames,
					this.failOnDrift, this.timeout, this.lockTimeout, this.scanTimeout, this.locking, this.verification,
					this.detailedLog, this.application, versioned, this.backup);
		}

	}

}
