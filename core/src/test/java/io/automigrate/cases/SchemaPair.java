package io.automigrate.cases;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;

/**
 * Two schemas that PostgreSQL accepts, the first of them perhaps with rows.
 *
 * @param from the one that there is
 * @param to the one that is asked for
 */
record SchemaPair(List<RandomStatement> from, List<RandomStatement> to) {

	private static final String FROM = "-- from\n";

	private static final String TO = "-- to\n";

	private static final int ROWS = 99;

	/** Stays empty: all that is tried is rolled back. */
	private static final ThreadLocal<TestDatabase> SCRATCH = ThreadLocal
		.withInitial(() -> TestServer.get().createDatabase());

	SchemaPair {
		from = List.copyOf(from);
		to = List.copyOf(to);
	}

	static SchemaPair random(long seed) throws SQLException {
		Random random = new Random(seed);
		List<RandomStatement> one = RandomSchema.write(random);
		List<RandomStatement> other = RandomSchema.write(random);
		int kind = random.nextInt(10);
		List<RandomStatement> from = new ArrayList<>((kind == 0) ? List.of() : one);
		List<RandomStatement> to = (kind < 3) ? other : RandomSchema.cross(random, one, other);
		if (kind > 6) {
			RandomSchema.rows(random, from).forEach((row) -> from.add(RandomStatement.of(ROWS, row)));
		}
		return new SchemaPair(from, to).accepted();
	}

	/** Read what {@link #toString()} wrote, with a statement in each line. */
	static SchemaPair read(String text) {
		int from = text.indexOf(FROM) + FROM.length();
		int to = text.indexOf(TO, from);
		return new SchemaPair(read(text.substring(from, to).lines()),
				read(text.substring(to + TO.length()).lines().takeWhile((line) -> !line.isEmpty())));
	}

	private static List<RandomStatement> read(Stream<String> lines) {
		return lines.map((line) -> line.replaceAll(";$", ""))
			.map((sql) -> RandomStatement.of(sql.startsWith("insert") ? ROWS : 0, sql))
			.toList();
	}

	boolean hasRows() {
		return this.from.stream().anyMatch((statement) -> statement.phase() == ROWS);
	}

	String fromSql() {
		return RandomStatement.script(this.from);
	}

	String toSql() {
		return RandomStatement.script(this.to);
	}

	/**
	 * Create the first one, a statement at a time: the driver does not know where a
	 * function with a body of its own ends.
	 */
	void create(TestDatabase database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("set check_function_bodies = off");
			for (RandomStatement each : this.from) {
				statement.execute(each.sql());
			}
		}
	}

	/** What PostgreSQL accepts of it. */
	private SchemaPair accepted() throws SQLException {
		TestDatabase database = SCRATCH.get();
		return new SchemaPair(accepted(database, this.from), accepted(database, this.to));
	}

	private static List<RandomStatement> accepted(TestDatabase database, List<RandomStatement> statements)
			throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			List<RandomStatement> accepted = new ArrayList<>();
			for (RandomStatement candidate : statements) {
				RandomStatement rest = candidate;
				while (!accepts(connection, statement, rest) && rest != null) {
					rest = rest.parts().isEmpty() ? null : lesser(connection, statement, rest);
				}
				if (rest != null) {
					accepted.add(rest);
				}
			}
			connection.rollback();
			return accepted;
		}
	}

	/** Without the part that is rejected, or else without the last one. */
	private static RandomStatement lesser(Connection connection, Statement statement, RandomStatement candidate)
			throws SQLException {
		for (int i = candidate.parts().size() - 1; i >= 0; i--) {
			Savepoint before = connection.setSavepoint();
			boolean accepted = accepts(connection, statement, candidate.without(i));
			connection.rollback(before);
			if (accepted) {
				return candidate.without(i);
			}
		}
		return candidate.without(candidate.parts().size() - 1);
	}

	private static boolean accepts(Connection connection, Statement statement, RandomStatement candidate)
			throws SQLException {
		if (candidate == null) {
			return false;
		}
		Savepoint before = connection.setSavepoint();
		try {
			statement.execute(candidate.sql());
			if (candidate.phase() == ROWS) {
				statement.execute("set constraints all immediate");
			}
			connection.releaseSavepoint(before);
			return true;
		}
		catch (SQLException ex) {
			connection.rollback(before);
			return false;
		}
	}

	/**
	 * Leave out what does not matter.
	 * @param fails whether a pair still shows what matters
	 * @param nanos for how long to try
	 */
	SchemaPair shrunk(Predicate<SchemaPair> fails, long nanos) throws SQLException {
		long end = System.nanoTime() + nanos;
		SchemaPair smallest = this;
		boolean again = true;
		while (again) {
			again = false;
			for (int chunk = Math.max(1, smallest.from.size() / 2); chunk > 0; chunk /= 2) {
				int at = 0;
				while (System.nanoTime() < end) {
					List<SchemaPair> lesser = smallest.without(at, chunk);
					if (lesser.isEmpty()) {
						break;
					}
					SchemaPair found = first(lesser, smallest, fails);
					if (found != null) {
						smallest = found;
						again = true;
					}
					else {
						at += chunk;
					}
				}
			}
			int part = 0;
			while (System.nanoTime() < end) {
				List<SchemaPair> lesser = smallest.withoutPart(part);
				if (lesser.isEmpty()) {
					break;
				}
				SchemaPair found = first(lesser, smallest, fails);
				if (found != null) {
					smallest = found;
					again = true;
				}
				else {
					part++;
				}
			}
			again &= System.nanoTime() < end;
		}
		return smallest;
	}

	private static SchemaPair first(List<SchemaPair> candidates, SchemaPair than, Predicate<SchemaPair> fails)
			throws SQLException {
		Set<SchemaPair> tried = new HashSet<>();
		for (SchemaPair candidate : candidates) {
			SchemaPair accepted = candidate.accepted();
			if (!accepted.equals(than) && tried.add(accepted) && fails.test(accepted)) {
				return accepted;
			}
		}
		return null;
	}

	/** Without some statements, on both sides or on either. */
	private List<SchemaPair> without(int at, int number) {
		List<RandomStatement> all = new ArrayList<>(this.from);
		this.to.stream().filter((statement) -> !all.contains(statement)).forEach(all::add);
		if (at >= all.size()) {
			return List.of();
		}
		List<RandomStatement> left = all.subList(at, Math.min(all.size(), at + number));
		return List.of(new SchemaPair(without(this.from, left), without(this.to, left)),
				new SchemaPair(without(this.from, left), this.to), new SchemaPair(this.from, without(this.to, left)));
	}

	private static List<RandomStatement> without(List<RandomStatement> statements, List<RandomStatement> left) {
		return statements.stream().filter((statement) -> !left.contains(statement)).toList();
	}

	private List<SchemaPair> withoutPart(int number) {
		Set<List<String>> parts = new java.util.LinkedHashSet<>();
		for (List<RandomStatement> side : List.of(this.from, this.to)) {
			side.forEach(
					(statement) -> statement.parts().forEach((part) -> parts.add(List.of(statement.head(), part))));
		}
		if (number >= parts.size()) {
			return List.of();
		}
		List<String> part = List.copyOf(parts).get(number);
		List<RandomStatement> lesserFrom = withoutPart(this.from, part.get(0), part.get(1));
		List<RandomStatement> lesserTo = withoutPart(this.to, part.get(0), part.get(1));
		return List.of(new SchemaPair(lesserFrom, lesserTo), new SchemaPair(lesserFrom, this.to),
				new SchemaPair(this.from, lesserTo));
	}

	private static List<RandomStatement> withoutPart(List<RandomStatement> side, String head, String part) {
		return side.stream()
			.map((statement) -> statement.head().equals(head)
					? statement.with(statement.parts().stream().filter((other) -> !other.equals(part)).toList())
					: statement)
			.toList();
	}

	@Override
	public String toString() {
		return "-- from\n" + fromSql() + "-- to\n" + toSql();
	}

}
