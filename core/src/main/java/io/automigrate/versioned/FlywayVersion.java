package io.automigrate.versioned;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version as Flyway counts: 1, 01 and 1.0 are one.
 *
 * @param parts the numbers, without zeros at the end
 */
public record FlywayVersion(List<BigInteger> parts) implements Comparable<FlywayVersion> {

	public FlywayVersion {
		List<BigInteger> significant = new ArrayList<>(parts);
		while (!significant.isEmpty() && significant.get(significant.size() - 1).signum() == 0) {
			significant.remove(significant.size() - 1);
		}
		parts = List.copyOf(significant);
	}

	/**
	 * Read a version.
	 * @param text numbers with dots or underscores between them
	 * @return the version
	 */
	public static FlywayVersion of(String text) {
		return new FlywayVersion(Stream.of(text.split("[._]", -1)).map(BigInteger::new).toList());
	}

	@Override
	public int compareTo(FlywayVersion other) {
		for (int i = 0; i < Math.min(this.parts.size(), other.parts.size()); i++) {
			int order = this.parts.get(i).compareTo(other.parts.get(i));
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(this.parts.size(), other.parts.size());
	}

	@Override
	public String toString() {
		return this.parts.isEmpty() ? "0"
				: this.parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
	}

}
