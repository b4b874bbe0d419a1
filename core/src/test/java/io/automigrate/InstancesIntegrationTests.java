package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;

import io.automigrate.execute.Instance;
import io.automigrate.execute.Instance.Visibility;
import io.automigrate.history.InstancesTable;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Running instances can be seen in the database.
 */
class InstancesIntegrationTests {

	private static final String ROWS = "select application || ' ' || coalesce(release, '-') || ' ' || (pid > 0) || ' '"
			+ " || (host <> '') from automigrate_instances order by 1";

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void isSeenWhileItIsThere() {
		SchemaMigrator migrator = migrator("create table a (id int)", "1.4");
		Instance instance = migrator.instance();
		assertThat(instance.beat()).isEqualTo(Visibility.NO_TABLE);
		migrator.migrate().orThrow();
		assertThat(instance.beat()).isEqualTo(Visibility.VISIBLE);
		assertThat(this.database.query(ROWS)).containsExactly("trackers 1.4 true true");
		this.database.execute("update automigrate_instances set seen_at = seen_at - interval '30 s'");
		assertThat(instance.beat()).isEqualTo(Visibility.VISIBLE);
		assertThat(this.database.query("select seen_at >= started_at from automigrate_instances")).containsExactly("t");
		instance.leave();
		assertThat(this.database.query(ROWS)).isEmpty();
	}

	@Test
	void comesBackWhenItsRowWasRemoved() {
		SchemaMigrator migrator = migrator("create table a (id int)", "1.4");
		migrator.migrate().orThrow();
		Instance instance = migrator.instance();
		instance.beat();
		this.database.execute("truncate automigrate_instances");
		instance.beat();
		assertThat(this.database.query(ROWS)).hasSize(1);
	}

	@Test
	void forgetsWhatWasNotSeenForADay() {
		SchemaMigrator migrator = migrator("create table a (id int)", "1.4");
		migrator.migrate().orThrow();
		migrator.instance().beat();
		this.database.execute("update automigrate_instances set seen_at = now() - interval '25 h', release = 'dead'");
		migrator.instance().beat();
		assertThat(this.database.query(ROWS)).containsExactly("trackers 1.4 true true");
	}

	@Test
	void othersSeeOnlyWhatWasSeenWithinAMinute() throws SQLException {
		SchemaMigrator older = migrator("create table a (id int)", "1.4");
		older.migrate().orThrow();
		older.instance().beat();
		migrator("create table a (id int, n int)", "1.5").instance().beat();
		try (Connection connection = this.database.dataSource().getConnection()) {
			InstancesTable table = new InstancesTable(null);
			assertThat(table.others(connection, "trackers", "", "none")).hasSize(2);
			assertThat(table.others(connection, "another", "", "none")).isEmpty();
			assertThat(table.others(connection, "trackers", "unit", "none")).isEmpty();
			String source = this.database.query("select source from automigrate_instances where release = '1.5'")
				.get(0);
			assertThat(table.others(connection, "trackers", "", source)).singleElement()
				.satisfies((other) -> assertThat(other.display()).startsWith("trackers 1.4 on ")
					.matches(".*, seen \\d+ s ago"));
			this.database.execute("update automigrate_instances set seen_at = seen_at - interval '61 s'");
			assertThat(table.others(connection, "trackers", "", "none")).isEmpty();
		}
	}

	@Test
	void saysThatTheRoleMayNotWriteAndProvokesNoError() {
		SchemaMigrator migrator = migrator("create table a (id int)", "1.4");
		migrator.migrate().orThrow();
		String role = this.database.createRole("app", "");
		try {
			SchemaMigrator another = SchemaMigrator.builder(this.database.dataSource(role, role)).build();
			assertThat(another.instance().beat()).isEqualTo(Visibility.NO_PRIVILEGE);
			this.database.execute("grant select, insert, update, delete on automigrate_instances to " + role);
			assertThat(another.instance().beat()).isEqualTo(Visibility.VISIBLE);
			this.database.execute("alter role " + role + " set default_transaction_read_only = on");
			assertThat(another.instance().beat()).isEqualTo(Visibility.NO_TABLE);
			this.database.execute("drop owned by " + role);
		}
		finally {
			this.database.server().execute("drop role " + role);
		}
	}

	private SchemaMigrator migrator(String ddl, String release) {
		return SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("test.sql", ddl))
			.application("trackers")
			.release(release)
			.build();
	}

}
