package io.automigrate.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.automigrate.plan.ChangePolicy;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of the migration. Durations are in seconds where no unit is given.
 *
 * @param enabled whether the migration runs at start-up
 * @param timeout budget of a whole run
 * @param lockTimeout how long a run waits for another one to end, and for locks on tables
 * @param logging whether a run is logged step by step
 * @param logLevel lowest level that the migration logs at
 * @param skipValidation whether to skip the check of the schema that ends a run
 * @param concurrentSafety whether runs take the lock that keeps them apart
 * @param failOnError whether the application fails to start when the migration fails
 * @param schema what is compared, and how far a run may go
 */
@ConfigurationProperties("migration")
public record MigrationProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30") Duration timeout,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30") Duration lockTimeout,
		@DefaultValue("true") boolean logging, @DefaultValue("INFO") LogLevel logLevel,
		@DefaultValue("false") boolean skipValidation, @DefaultValue("true") boolean concurrentSafety,
		@DefaultValue("true") boolean failOnError, @DefaultValue Schema schema) {

	/**
	 * What is compared, and how far a run may go.
	 *
	 * @param policy how far a run may go
	 * @param names managed schemas; the connection's own where none is named
	 * @param locations declarative SQL files; a pattern that matches nothing is fine, a
	 * file that is named and missing is not
	 */
	public record Schema(@DefaultValue("CREATE") ChangePolicy policy, @DefaultValue List<String> names,
			@DefaultValue("classpath:schema/*.sql") List<String> locations) {

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

}
