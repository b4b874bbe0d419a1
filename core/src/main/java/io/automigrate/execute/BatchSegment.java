package io.automigrate.execute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.TransactionScope;
import org.jspecify.annotations.Nullable;

/**
 * Migrations of a batch that share a transaction, or one that runs outside of any.
 *
 * @param units the migrations, at least one
 * @param reason why a commit comes before them, as a sentence, or {@code null} where none
 * does
 */
record BatchSegment(List<MigrationUnit> units, @Nullable String reason) {

	/** The label is a literal, with quotes in it doubled. */
	private static final Pattern ADDS_VALUE = Pattern
		.compile("(?is)ALTER\\s+TYPE\\b.*?\\bADD\\s+VALUE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:E\\s*)?('(?:[^']|'')*').*");

	BatchSegment {
		units = List.copyOf(units);
	}

	/**
	 * Split a batch where a commit has to be: around what runs outside of transactions or
	 * wants one of its own, and before the use of an enum's new value, which PostgreSQL
	 * takes for unsafe until it is committed.
	 * @param units the batch
	 * @param scope what migrations share that say nothing themselves
	 * @return the parts in order
	 */
	static List<BatchSegment> of(List<MigrationUnit> units, TransactionScope scope) {
		List<BatchSegment> segments = new ArrayList<>();
		List<MigrationUnit> open = new ArrayList<>();
		Map<String, MigrationUnit> added = new HashMap<>();
		String reason = null;
		for (MigrationUnit unit : units) {
			String before = open.isEmpty() ? null : commitBetween(open.get(open.size() - 1), unit, scope, added);
			if (before != null) {
				segments.add(new BatchSegment(open, reason));
				open = new ArrayList<>();
				added.clear();
				reason = before;
			}
			open.add(unit);
			labels(unit).forEach((label) -> added.put(label, unit));
		}
		segments.add(new BatchSegment(open, reason));
		return segments;
	}

	private static @Nullable String commitBetween(MigrationUnit last, MigrationUnit next, TransactionScope scope,
			Map<String, MigrationUnit> added) {
		if (!next.transactional() || !last.transactional()) {
			return (next.transactional() ? last : next).title() + " runs outside of transactions";
		}
		if (next.alone(scope) || last.alone(scope)) {
			return (next.alone(scope) ? next : last).title() + " has a transaction of its own";
		}
		for (SqlStatement statement : next.statements()) {
			for (Map.Entry<String, MigrationUnit> label : added.entrySet()) {
				if (statement.text().contains(label.getKey())) {
					return next.title() + " uses " + label.getKey() + ", which " + label.getValue().title()
							+ " adds to an enum";
				}
			}
		}
		return null;
	}

	private static List<String> labels(MigrationUnit unit) {
		return unit.statements()
			.stream()
			.map((statement) -> ADDS_VALUE.matcher(statement.text()))
			.filter(Matcher::matches)
			.map((matcher) -> matcher.group(1))
			.toList();
	}

	/** Returns whether the migrations run in a transaction. */
	boolean transactional() {
		return this.units.get(0).transactional();
	}

	/**
	 * Split before the migration that turned out to need a commit.
	 * @param script the file of that migration
	 * @return the two parts, or {@code null} where it is the first one
	 */
	@Nullable List<BatchSegment> splitBefore(String script) {
		for (int i = 1; i < this.units.size(); i++) {
			MigrationUnit unit = this.units.get(i);
			if (unit.migration().origin().equals(script) && labels(unit).isEmpty()) {
				return List.of(new BatchSegment(this.units.subList(0, i), this.reason),
						new BatchSegment(this.units.subList(i, this.units.size()),
								unit.title() + " uses a new value of an enum, which has to be committed before"));
			}
		}
		return null;
	}

	/** Returns the versions, five at most, as people read them. */
	String versions() {
		List<String> versions = this.units.stream().map((unit) -> unit.migration().version()).toList();
		return String.join(", ", versions.subList(0, Math.min(5, versions.size())))
				+ ((versions.size() > 5) ? ", …" : "");
	}

}
