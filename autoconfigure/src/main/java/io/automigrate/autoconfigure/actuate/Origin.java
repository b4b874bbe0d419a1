package io.automigrate.autoconfigure.actuate;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.core.env.Environment;

/**
 * Who answers, and when: what every answer of the endpoint ends with.
 *
 * @param service the application's name
 * @param clock tells the time of the answers
 */
record Origin(String service, Clock clock) {

	static Origin of(Environment environment) {
		return new Origin(environment.getProperty("spring.application.name", "application"), Clock.systemUTC());
	}

	/**
	 * Returns the present time.
	 * @return the time in ISO-8601 and UTC, to the second
	 */
	String timestamp() {
		return timestamp(this.clock.instant());
	}

	/**
	 * Write a time as every answer does.
	 * @param instant the time
	 * @return the time in ISO-8601 and UTC, to the second
	 */
	static String timestamp(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString();
	}

}
