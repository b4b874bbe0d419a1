package io.automigrate.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.automigrate.history.StepEntry.State;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepJournalIntegrationTests {

	private static final Instant NOW = Instant.parse("2026-11-21T17:52:50.123456Z");

	private final TestDatabase database = TestServer.get().createDatabase();

	private final StepJournal journal = new StepJournal("ou\"r");

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void thereIsNothingUnfinishedBeforeTheTableIsMade() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThat(this.journal.unfinished(connection)).isEmpty();
			assertThat(this.journal.exists(connection)).isFalse();
		}
	}

	@Test
	void keepsStepsUntilTheyOrTheirRunAreRemoved() throws SQLException {
		this.database.execute("create schema \"ou\"\"r\"");
		StepEntry first = entry("a", 1, List.of("ALTER TABLE \"it's\" DROP CONSTRAINT IF EXISTS \"n\\\"", "SELECT 1"));
		StepEntry second = entry("a", 2, List.of());
		StepEntry other = entry("b", 1, List.of("SELECT 2"));
		try (Connection connection = this.database.dataSource().getConnection()) {
			this.journal.create(connection);
			this.journal.create(connection);
			long firstId = this.journal.add(connection, first);
			long secondId = this.journal.add(connection, second);
			this.journal.add(connection, other);
			assertThat(this.journal.unfinished(connection))
				.usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
				.containsExactly(first, second, other);
			this.journal.mark(connection, secondId, State.DONE);
			assertThat(this.journal.unfinished(connection)).extracting(StepEntry::state)
				.containsExactly(State.BEGUN, State.DONE, State.BEGUN);
			this.journal.remove(connection, firstId);
			assertThat(this.journal.unfinished(connection)).extracting(StepEntry::run).containsExactly("a", "b");
			this.journal.removeRun(connection, "a");
			assertThat(this.journal.unfinished(connection)).extracting(StepEntry::run).containsExactly("b");
		}
	}

	@Test
	void isWrittenTogetherWithTheStepOrNotAtAll() throws SQLException {
		this.database.execute("create schema \"ou\"\"r\"");
		try (Connection connection = this.database.dataSource().getConnection()) {
			this.journal.create(connection);
			connection.setAutoCommit(false);
			this.journal.add(connection, entry("a", 1, List.of("SELECT 1")));
			connection.rollback();
			assertThat(this.journal.unfinished(connection)).isEmpty();
		}
	}

	@Test
	void aRoleThatMayNotCreateFindsTheTable() throws SQLException {
		this.database.execute("create schema \"ou\"\"r\"");
		String role = this.database.createRole("app", "");
		try (Connection connection = this.database.dataSource().getConnection()) {
			this.journal.create(connection);
		}
		this.database.execute("grant usage on schema \"ou\"\"r\" to " + role
				+ "; grant select, insert, update, delete on all tables in schema \"ou\"\"r\" to " + role);
		try (Connection connection = this.database.dataSource(role, role).getConnection()) {
			this.journal.create(connection);
			this.journal.removeRun(connection, "a");
			this.journal.add(connection, entry("a", 1, List.of("SELECT 1")));
			assertThat(this.journal.unfinished(connection)).hasSize(1);
		}
	}

	private static StepEntry entry(String run, int position, List<String> undo) {
		return new StepEntry(0, run, "trackers", (position == 1) ? null : "1.4", "desired", "host-a", NOW, position, 2,
				"create check constraint n on orders", "check constraint", "public.orders.n", undo, State.BEGUN);
	}

}
