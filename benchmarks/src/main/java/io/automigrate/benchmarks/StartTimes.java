package io.automigrate.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one start took.
 *
 * @param metadataMillis Hibernate, from its model's description to the built model
 * @param ddlMillis Hibernate again, writing the DDL of that model for this library
 * @param migrationMillis this library, from there to the end of the migration
 */
record StartTimes(double metadataMillis, double ddlMillis, double migrationMillis) {

	static final String PREFIX = "times: ";

	static StartTimes parse(String line) {
		String[] parts = line.substring(PREFIX.length()).split(" ", -1);
		return new StartTimes(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
	}

	static StartTimes median(List<StartTimes> times) {
		return new StartTimes(median(times, StartTimes::metadataMillis), median(times, StartTimes::ddlMillis),
				median(times, StartTimes::migrationMillis));
	}

	private static double median(List<StartTimes> times, ToDoubleFunction<StartTimes> part) {
		return times.stream().mapToDouble(part).sorted().toArray()[times.size() / 2];
	}

	String line() {
		return PREFIX + this.metadataMillis + " " + this.ddlMillis + " " + this.migrationMillis;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "Hibernate's metadata %7.1f ms, its DDL %6.1f ms, this library %6.1f ms",
				this.metadataMillis, this.ddlMillis, this.migrationMillis);
	}

}
