package io.automigrate.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What one start took.
 *
 * @param metadataMillis Hibernate, from its model's description to the built model
 * @param migrationMillis this library, from the built model to the end of the migration
 */
record StartTimes(double metadataMillis, double migrationMillis) {

	static final String PREFIX = "times: ";

	static StartTimes parse(String line) {
		String[] parts = line.substring(PREFIX.length()).split(" ", -1);
		return new StartTimes(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
	}

	static StartTimes median(List<StartTimes> times) {
		return new StartTimes(
				times.stream().mapToDouble(StartTimes::metadataMillis).sorted().toArray()[times.size() / 2],
				times.stream().mapToDouble(StartTimes::migrationMillis).sorted().toArray()[times.size() / 2]);
	}

	String line() {
		return PREFIX + this.metadataMillis + " " + this.migrationMillis;
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "Hibernate's metadata %7.1f ms, this library %6.1f ms", this.metadataMillis,
				this.migrationMillis);
	}

}
