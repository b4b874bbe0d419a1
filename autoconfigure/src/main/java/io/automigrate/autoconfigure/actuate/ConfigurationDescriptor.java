package io.automigrate.autoconfigure.actuate;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.automigrate.autoconfigure.MigrationProperties;

/**
 * The settings that an operator asks for first.
 *
 * @param enabled whether the migration runs at start-up
 * @param timeoutSeconds budget of a whole run
 * @param lockTimeoutSeconds how long a run waits for another one to end
 * @param enableLogging whether a run is logged step by step
 * @param logLevel lowest level that the migration logs at
 * @param concurrentSafety whether runs take the lock that keeps them apart
 */
record ConfigurationDescriptor(@JsonProperty("enabled") boolean enabled,
		@JsonProperty("timeout_seconds") Number timeoutSeconds,
		@JsonProperty("lock_timeout_seconds") Number lockTimeoutSeconds,
		@JsonProperty("enable_logging") boolean enableLogging, @JsonProperty("log_level") String logLevel,
		@JsonProperty("concurrent_safety") boolean concurrentSafety) {

	static ConfigurationDescriptor of(MigrationProperties properties) {
		return new ConfigurationDescriptor(properties.enabled(), seconds(properties.effectiveTimeout()),
				seconds(properties.lockTimeout()), properties.logging(), properties.logLevel().name(),
				properties.concurrentSafety());
	}

	private static Number seconds(Duration duration) {
		long milliseconds = duration.toMillis();
		if (milliseconds % 1000 == 0) {
			return milliseconds / 1000;
		}
		return milliseconds / 1000.0;
	}

}
