package io.automigrate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import io.automigrate.versioned.Tolerance;
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
 * @param timeout Budget of a whole run.
 * @param lockTimeout How long a run waits for another one to end, and for locks on
 * tables.
 * @param logging Whether a run is logged step by step.
 * @param logLevel Lowest level that the migration logs at.
 * @param skipValidation Whether to skip the check of the schema that ends a run.
 * @param concurrentSafety Whether runs take the lock that keeps them apart.
 * @param failOnError Whether the application fails to start when the migration fails.
 * @param schema What is compared, and how far a run may go.
 * @param versioned Where versioned migrations are, and how their history is kept.
 * @param backup Before which runs there has to be a backup, and how it is made.
 */
@ConfigurationProperties("migration")
public record MigrationProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s") Duration timeout,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s") Duration lockTimeout,
		@DefaultValue("true") boolean logging, @DefaultValue("INFO") LogLevel logLevel,
		@DefaultValue("false") boolean skipValidation, @DefaultValue("true") boolean concurrentSafety,
		@DefaultValue("true") boolean failOnError, @DefaultValue Schema schema, @DefaultValue Versioned versioned,
		@DefaultValue Backup backup) {

	/** PostgreSQL takes timeouts as 32-bit numbers of milliseconds. */
	private static final Duration LONGEST = Duration.ofDays(24);

	public MigrationProperties {
		requireUsable("migration.timeout", timeout);
		requireUsable("migration.lock-timeout", lockTimeout);
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
			@DefaultValue List<String> allow, @DefaultValue("false") boolean dropUnmanaged,
			@DefaultValue List<String> renames, @DefaultValue("1MB") DataSize onlineAbove,
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
	 * @param locations Folders of versioned migrations, such as classpath:db/migrations
	 * or file:/srv/migrations.
	 * @param directory Where commands write new files of migrations to.
	 * @param schema Schema of the history; the first managed one where none is named.
	 * @param table Table of the history.
	 * @param outOfOrder What to do about a pending migration that comes before an applied
	 * one.
	 * @param missing What to do about an applied migration whose file is gone.
	 * @param singleHead Whether several heads are an error.
	 * @param target Version that runs go up to, instead of all.
	 */
	public record Versioned(@DefaultValue("classpath:db/migrations") List<String> locations,
			@DefaultValue("src/main/resources/db/migrations") Path directory, @Nullable String schema,
			@DefaultValue("migrations") String table, @DefaultValue("ALLOW") Tolerance outOfOrder,
			@DefaultValue("REFUSE") Tolerance missing, @DefaultValue("false") boolean singleHead,
			@Nullable String target) {

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
