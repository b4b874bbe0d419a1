package io.automigrate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationUnderWayException;
import io.automigrate.execute.EnvironmentCheck;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.execute.Migrations;
import io.automigrate.execute.RunResult;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.report.EnvironmentReport;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.MigrationStatus;
import io.automigrate.report.RunLog;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one database in step with what its sources ask for. Safe for use by several
 * threads; one run at a time.
 */
public final class SchemaMigrator {

	private final Migrations migrations;

	private final MigrationSettings settings;

	private final Clock clock;

	private final AtomicBoolean running = new AtomicBoolean();

	private SchemaMigrator(Builder builder) {
		this.settings = builder.settings();
		this.migrations = new Migrations(builder.dataSource, List.copyOf(builder.sources), this.settings);
		this.clock = builder.clock;
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
		return run(null);
	}

	/**
	 * Carry out exactly the plan with the given hash and nothing else.
	 * @param planHash the plan's {@link MigrationPlan#hash()}
	 * @return how it ended; where another plan would be carried out now, it failed and
	 * nothing was changed
	 * @see MigrationReport#orThrow()
	 */
	public MigrationReport migrate(String planHash) {
		return run(planHash);
	}

	private MigrationReport run(@Nullable String planHash) {
		Instant startedAt = this.clock.instant();
		long start = System.nanoTime();
		if (!this.running.compareAndSet(false, true)) {
			return MigrationReport.failed(startedAt, Duration.ZERO, new MigrationUnderWayException(
					"A migration is under way in this application.", "Wait for it to end.", null));
		}
		RunLog log = new RunLog(this.settings.detailedLog());
		MigrationReport report;
		try {
			RunResult result = this.migrations.migrate(log, planHash);
			report = MigrationReport.succeeded(startedAt, Duration.ofNanos(System.nanoTime() - start), result);
		}
		catch (MigrationException ex) {
			report = MigrationReport.failed(startedAt, Duration.ofNanos(System.nanoTime() - start), ex);
		}
		finally {
			this.running.set(false);
		}
		log.ended(report);
		return report;
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
		return this.running.get();
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

		private ChangePolicy policy = ChangePolicy.CREATE;

		private boolean dropUnmanaged;

		private final Set<String> allow = new LinkedHashSet<>();

		private long onlineAbove = PlanSettings.DEFAULT_ONLINE_ABOVE;

		private final List<RenameHint> renames = new ArrayList<>();

		private boolean failOnDrift;

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

		public Builder policy(ChangePolicy policy) {
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
		 * Set from which size on a table is changed only in ways that keep nobody
		 * waiting.
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
			return new SchemaMigrator(this);
		}

		private MigrationSettings settings() {
			return new MigrationSettings(this.schemas,
					new PlanSettings(this.policy, this.dropUnmanaged, this.allow, this.onlineAbove), this.renames,
					this.failOnDrift, this.timeout, this.lockTimeout, this.scanTimeout, this.locking, this.verification,
					this.detailedLog, this.application);
		}

	}

}
