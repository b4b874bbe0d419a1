package io.automigrate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.execute.Budgets;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import io.automigrate.versioned.FlywayFormat;
import io.automigrate.versioned.MigrationFormat;
import io.automigrate.versioned.MigrationTarget;
import io.automigrate.versioned.Tolerance;
import io.automigrate.versioned.TransactionScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the migration. Durations are in seconds where no unit is given.
 *
 * @param enabled Whether the migration runs at start-up.
 * @param timeout Budget of what a run does itself, from connecting to its last answer; 30
 * s unless set, and 50 ms more for each statement of the sources. Waiting for others does
 * not count, nor does what reads whole tables, nor backups.
 * @param lockTimeout How long a run waits in all for other runs and for locks on tables.
 * @param lockTryTimeout How long a single try waits for locks on tables. Queries of the
 * application wait behind it as long.
 * @param logging Whether a run is logged step by step.
 * @param logLevel Lowest level that the migration logs at.
 * @param skipValidation Whether to skip the check of the schema that ends a run.
 * @param concurrentSafety Whether runs take the lock that keeps them apart.
 * @param failOnError Whether the application fails to start when the migration fails.
 * @param schema What is compared, and how far a run may go.
 * @param versioned Where versioned migrations are, and how their history is kept.
 * @param backup Before which runs there has to be a backup, and how it is made.
 * @param datasource What runs connect with, if not with what the application does.
 * @param health How the health of the migration is told.
 * @param release What tells which of two releases is newer: an instant or a version. By
 * default the time of the build, or the version in the archive's manifest.
 * @param instances How running instances are seen by other releases.
 */
@ConfigurationProperties("migration")
public record MigrationProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s") Duration lockTimeout,
		@DurationUnit(ChronoUnit.MILLIS) @DefaultValue("300ms") Duration lockTryTimeout,
		@DefaultValue("true") boolean logging, @DefaultValue("INFO") LogLevel logLevel,
		@DefaultValue("false") boolean skipValidation, @DefaultValue("true") boolean concurrentSafety,
		@DefaultValue("true") boolean failOnError, @DefaultValue Schema schema, @DefaultValue Versioned versioned,
		@DefaultValue Backup backup, @DefaultValue Datasource datasource, @DefaultValue Health health,
		@Nullable String release, @DefaultValue Instances instances) {

	/** PostgreSQL takes timeouts as 32-bit numbers of milliseconds. */
	private static final Duration LONGEST = Duration.ofDays(24);

	public MigrationProperties {
		if (timeout != null) {
			requireUsable("migration.timeout", timeout);
		}
		requireUsable("migration.lock-timeout", lockTimeout);
		requireUsable("migration.lock-try-timeout", lockTryTimeout);
	}

	/**
	 * Returns the budget of a run that has little to do.
	 * @return the timeout, or its default where none is set
	 */
	public Duration effectiveTimeout() {
		return (this.timeout != null) ? this.timeout : Budgets.DEFAULT_TIMEOUT;
	}

	private static void requireUsable(String property, Duration duration) {
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException(property, duration,
					"it must be greater than zero and at most 24 days");
		}
	}

	private static void requireUsable(String property, List<String> values, Consumer<String> parser) {
		for (String value : values) {
			try {
				parser.accept(value);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(ex.getMessage()));
			}
		}
	}

	/**
	 * What is compared, and how far a run may go.
	 *
	 * @param policy How far a run may go: CREATE unless set, or VALIDATE where there are
	 * versioned migrations.
	 * @param onDrift What a run under VALIDATE does where the database differs.
	 * @param allow Data that may be lost, large tables that may be rewritten, and what
	 * need not wait for older releases, as refused steps ask for it, such as
	 * DELETES_DATA:public.orders.old_total.
	 * @param allowOlder Whether a start may take the schema back to what this release
	 * asks for, although the database belongs to a newer one.
	 * @param dropUnmanaged Whether to drop what no source mentions, too, under FULL.
	 * @param renames Tables and columns that are called differently from now on, such as
	 * public.orders.old_total->total or public.old_orders->orders.
	 * @param onlineAbove Size from which on a table is changed online wherever PostgreSQL
	 * can, and rewritten only with consent by name; negative for every table that exists.
	 * @param scanTimeout Budget of a statement that reads a whole table while others go
	 * on working with it.
	 * @param names Managed schemas; the connection's own where none is named.
	 * @param locations Declarative SQL files, by default those below schema on the class
	 * path; a pattern may match nothing, a file that is named must exist.
	 */
	public record Schema(@Nullable ChangePolicy policy, @DefaultValue("WARN") OnDrift onDrift,
			@DefaultValue List<String> allow, @DefaultValue("false") boolean allowOlder,
			@DefaultValue("false") boolean dropUnmanaged, @DefaultValue List<String> renames,
			@DefaultValue("1MB") DataSize onlineAbove,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("20m") Duration scanTimeout,
			@DefaultValue List<String> names, @DefaultValue("classpath:schema/*.sql") List<String> locations) {

		public Schema {
			requireUsable("migration.schema.scan-timeout", scanTimeout);
			requireUsable("migration.schema.allow", allow, PlanSettings::checkedConsent);
			requireUsable("migration.schema.renames", renames, RenameHint::parse);
		}

		List<RenameHint> renameHints() {
			return this.renames.stream().map(RenameHint::parse).toList();
		}

	}

	/**
	 * Versioned migrations.
	 *
	 * @param format How files of versioned migrations are written: FLYWAY runs those of
	 * Flyway as they are, too.
	 * @param placeholders Values of placeholders in files of Flyway.
	 * @param placeholderReplacement Whether placeholders in files of Flyway are replaced.
	 * @param flywayTable Table of Flyway's history, perhaps with a schema before a dot.
	 * @param locations Folders of versioned migrations, such as classpath:db/migrations
	 * or file:/srv/migrations.
	 * @param directory Where commands write new files of migrations to.
	 * @param schema Schema of the history; the first managed one where none is named.
	 * @param table Table of the history.
	 * @param outOfOrder What to do about a pending migration that comes before an applied
	 * one.
	 * @param missing What to do about an applied migration whose file is gone.
	 * @param singleHead Whether several heads are an error.
	 * @param transaction What migrations share a transaction with: all of a run, as far
	 * as PostgreSQL lets them, or each has its own.
	 * @param target Version that runs go up to, with everything before it in the order,
	 * instead of all.
	 * @param devUrl JDBC URL of an empty database that check, generate, docs and squash
	 * run migrations in, and empty afterwards; unless set, they create a database beside
	 * the application's and drop it.
	 */
	public record Versioned(@DefaultValue("AUTOMIGRATE") Format format, @DefaultValue Map<String, String> placeholders,
			@DefaultValue("true") boolean placeholderReplacement, @Nullable String flywayTable,
			@DefaultValue("classpath:db/migrations") List<String> locations,
			@DefaultValue("src/main/resources/db/migrations") Path directory, @Nullable String schema,
			@DefaultValue("migrations") String table, @DefaultValue("ALLOW") Tolerance outOfOrder,
			@DefaultValue("REFUSE") Tolerance missing, @DefaultValue("false") boolean singleHead,
			@DefaultValue("BATCH") TransactionScope transaction, @Nullable String target, @Nullable String devUrl) {

		public Versioned {
			if (transaction == TransactionScope.NONE) {
				throw new IllegalArgumentException(
						"migration.versioned.transaction is BATCH or EACH; transaction:false in a file lets that one run outside of transactions");
			}
			if (target != null) {
				requireUsable("migration.versioned.target", List.of(target), MigrationTarget::pinned);
			}
		}

		@Override
		public String toString() {
			return "Versioned[locations=" + this.locations + "]";
		}

		MigrationFormat fileFormat() {
			return (this.format == Format.FLYWAY)
					? new FlywayFormat(this.placeholders, this.placeholderReplacement, this.flywayTable)
					: MigrationFormat.OWN;
		}

	}

	/**
	 * How files of versioned migrations are written.
	 */
	public enum Format {

		/** Sections up and down in one file. */
		AUTOMIGRATE,

		/** Those of Flyway, too, as they are. */
		FLYWAY

	}

	/**
	 * Running instances.
	 *
	 * @param enabled Whether this instance says in the database that it is running, so
	 * that newer releases do not take from it what it works with.
	 */
	public record Instances(@DefaultValue("true") boolean enabled) {

	}

	/**
	 * What a run that may change nothing does where the database differs.
	 */
	public enum OnDrift {

		/** Say so in the log. */
		WARN,

		/** Fail. */
		FAIL

	}

	/**
	 * Levels of the migration's log.
	 */
	public enum LogLevel {

		/** Every statement, and how a decision was made. */
		DEBUG,

		/** What a run finds and does. */
		INFO,

		/** What was left alone, and what may surprise. */
		WARN,

		/** Only what failed. */
		ERROR

	}

	/**
	 * What runs connect with. Whatever is not set is taken from the application's data
	 * source.
	 *
	 * @param url JDBC address, such as the server's own where the application goes
	 * through a pooler in transaction mode.
	 * @param username Role that migrations run as.
	 * @param password Password of that role.
	 */
	public record Datasource(@Nullable String url, @Nullable String username, @Nullable String password) {

		boolean empty() {
			return this.url == null && this.username == null && this.password == null;
		}

		@Override
		public String toString() {
			return "Datasource[url=" + this.url + ", username=" + this.username + "]";
		}

	}

	/**
	 * How the health of the migration is told.
	 *
	 * @param unknownAfter How long the last known health is told while the database does
	 * not answer; after that it is DOWN.
	 */
	public record Health(@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s") Duration unknownAfter) {

		public Health {
			requireUsable("migration.health.unknown-after", unknownAfter);
		}

	}

	/**
	 * How runs are backed up.
	 *
	 * @param policy Before which runs there has to be a backup: LOSSY before whatever may
	 * lose data, ALWAYS before whatever changes something.
	 * @param directory Directory that dumps of the database go to.
	 * @param pgDump Program that makes them; looked for where none is named.
	 * @param timeout How long a backup may take. Seconds where no unit is given.
	 */
	public record Backup(@DefaultValue("NEVER") BackupPolicy policy, @DefaultValue("backups") Path directory,
			@Nullable Path pgDump, @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("1h") Duration timeout) {

	}

}
