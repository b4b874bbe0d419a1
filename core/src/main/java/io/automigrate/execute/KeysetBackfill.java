package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.error.JavaMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.MigrationTimeoutException;
import io.automigrate.error.SqlFailure;
import io.automigrate.history.JournalEntry.LastBatch;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlStatement;
import io.automigrate.versioned.Backfill;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a table by ranges of its key.
 */
final class KeysetBackfill implements Backfill {

	/** A parameter, or what only looks like one: literals, names, comments, casts. */
	private static final Pattern PARAMETER = Pattern.compile(
			"(?is)\\bE'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'|'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/|(\\$\\w*\\$).*?\\1|::|:(from|to)\\b");

	private final Batches batches;

	private final Migration migration;

	private final String table;

	private final Consumer<String> progress;

	private List<String> key = List.of();

	private int batch = DEFAULT_BATCH;

	private Duration pause = Duration.ZERO;

	private double share = 1;

	private String condition = "";

	KeysetBackfill(Batches batches, Migration migration, String table, Consumer<String> progress) {
		this.batches = batches;
		this.migration = migration;
		this.table = table;
		this.progress = progress;
	}

	@Override
	public Backfill key(String... columns) {
		this.key = Arrays.stream(columns).map(Identifier::folded).toList();
		return this;
	}

	@Override
	public Backfill batch(int rows) {
		require(rows >= 1, "A batch has at least one row: " + rows);
		this.batch = rows;
		return this;
	}

	@Override
	public Backfill pause(Duration pause) {
		require(!pause.isNegative(), "A pause cannot be negative: " + pause);
		this.pause = pause;
		return this;
	}

	@Override
	public Backfill share(double share) {
		require(share > 0 && share <= 1, "A share of the time is more than 0 and at most 1: " + share);
		this.share = share;
		return this;
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	@Override
	public Backfill where(String condition) {
		this.condition = " AND (" + condition + ")";
		return this;
	}

	@Override
	public void set(String assignments) throws SQLException {
		run("SET " + assignments,
				(range) -> execute(range, "UPDATE " + range.table() + " SET " + assignments + where(range)));
	}

	@Override
	public void execute(String sql) throws SQLException {
		List<String> names = PARAMETER.matcher(sql).results().map((match) -> String.valueOf(match.group(2))).toList();
		require(names.contains("from") && names.contains("to"),
				"The statement has no parameters :from and :to, so that each batch would do it all: " + sql);
		run(sql, (range) -> execute(range,
				PARAMETER.matcher(sql).replaceAll((match) -> Matcher.quoteReplacement(range.value(match)))));
	}

	@Override
	public void rows(String columns, Work work) throws SQLException {
		run("SELECT " + columns, (range) -> hand(range, "SELECT " + columns + " FROM " + range.table() + where(range)
				+ range.table().inOrder() + " FOR NO KEY UPDATE", work));
	}

	private String where(Range range) {
		return " WHERE " + range.table().between(range.from(), range.to()) + this.condition;
	}

	private void run(String definition, Act act) throws SQLException {
		KeysetTable found = KeysetTable.find(this.batches.connection(), this.table, this.key, this.migration.origin());
		LastBatch last = this.batches
			.begin(String.join(" ", found.toString(), String.join(",", found.key()), this.condition, definition));
		if (last == null) {
			this.progress.accept(found + ": done before");
			return;
		}
		BackfillPace pace = new BackfillPace(found, last, this.pause, this.share, this.progress);
		boolean more = true;
		while (more) {
			LastBatch before = last;
			long start = System.nanoTime();
			String after = before.key().isEmpty() ? "" : " after key (" + String.join(", ", before.key()) + ")";
			last = this.batches.next("back-filling " + found + after + " in migration " + this.migration.display(),
					before, (deadline) -> next(found, before, deadline, act));
			more = last.rows() - before.rows() == this.batch;
			if (more) {
				pace.keep(last, last.changed() > before.changed(), System.nanoTime() - start);
			}
		}
		this.batches.end();
		pace.tell(last);
	}

	private LastBatch next(KeysetTable found, LastBatch before, Deadline deadline, Act act) throws SQLException {
		List<List<String>> keys = found.keysAfter(this.batches.connection(), before, this.batch);
		if (keys.isEmpty()) {
			return before;
		}
		Range range = new Range(found, keys.get(0), keys.get(keys.size() - 1), deadline);
		try {
			long changed = act.on(range);
			return new LastBatch(range.to(), before.rows() + keys.size(), before.changed() + changed);
		}
		catch (SQLException ex) {
			if (Failures.cancelled(ex)) {
				throw budgetUsedUp(deadline, "at work in migration " + this.migration.display() + ", " + range, ex);
			}
			throw ex;
		}
	}

	private long execute(Range range, String sql) throws SQLException {
		return Statements.ofMigrations(range.deadline(), this.batches.wayOut())
			.runOne(this.batches.connection(),
					new SqlStatement("migration " + this.migration.display() + ", " + range, 1, 1, sql, null));
	}

	private long hand(Range range, String sql, Work work) throws SQLException {
		Connection connection = this.batches.connection();
		try (Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE,
				ResultSet.CONCUR_READ_ONLY)) {
			statement.setEscapeProcessing(false);
			statement.setQueryTimeout(range.deadline().remainingSeconds());
			ResultSet rows = statement.executeQuery(sql);
			long count = rows.last() ? rows.getRow() : 0;
			if (count > 0) {
				rows.beforeFirst();
				work.accept(rows, GuardedConnection.inBatch(connection));
			}
			return count;
		}
		catch (MigrationException ex) {
			throw ex;
		}
		catch (SQLException ex) {
			if (Statements.endsTheRun(ex)) {
				throw ex;
			}
			throw failed(range, ex);
		}
		catch (RuntimeException ex) {
			throw failed(range, ex);
		}
	}

	private JavaMigrationException failed(Range range, Exception failure) {
		return new JavaMigrationException(this.migration.version(), this.migration.origin() + ", " + range, failure,
				this.batches.wayOut());
	}

	static MigrationTimeoutException budgetUsedUp(Deadline deadline, String doing, @Nullable SQLException failure) {
		return new MigrationTimeoutException(
				"The budget of " + deadline.budget().toMillis() / 1000.0 + " s was used up while " + doing + ".",
				"Make the batches smaller, let transactional() return false so that each has a budget of its own, or raise migration.timeout (MIGRATION_TIMEOUT).",
				(failure != null) ? SqlFailure.withoutData(failure) : null);
	}

	/** What is done with each range; returns how many rows were changed. */
	@FunctionalInterface
	private interface Act {

		long on(Range range) throws SQLException;

	}

	/** The keys of a batch. */
	private record Range(KeysetTable table, List<String> from, List<String> to, Deadline deadline) {

		String value(MatchResult match) {
			String name = match.group(2);
			return (name == null) ? match.group()
					: Identifier.literals(name.equalsIgnoreCase("from") ? this.from : this.to);
		}

		@Override
		public String toString() {
			return "back-fill of " + this.table + ", keys (" + String.join(", ", this.from) + ") to ("
					+ String.join(", ", this.to) + ")";
		}

	}

}
