package io.automigrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.catalog.CatalogFingerprint;
import io.automigrate.catalog.CatalogNames;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.catalog.OwnTables;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.source.SchemaSource;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is Automigrate's own is no part of any comparison; what only looks like it is.
 */
class OwnTablesIntegrationTests {

	private static final String FINGERPRINT = "select " + CatalogFingerprint.sql("array['public']::name[]");

	private final TestDatabase database = TestServer.get().createDatabase();

	@AfterEach
	void dropsTheDatabase() {
		this.database.close();
	}

	@Test
	void neitherTheirShapeNorTheirExistenceIsSeen() throws SQLException {
		String before = this.database.query(FINGERPRINT).get(0);
		for (String table : OwnTables.NAMES) {
			this.database.execute("create table " + table
					+ " (id bigint generated always as identity primary key, note text not null default 'x')");
		}
		assertThat(this.database.query(FINGERPRINT)).containsExactly(before);
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThat(CatalogNames.hasRelations(connection, List.of("public"))).isFalse();
			assertThat(CatalogNames.list(connection, List.of("public"))).isEmpty();
			assertThat(CatalogReader.read(connection, List.of("public"), NameMapping.NONE).empty()).isTrue();
		}
		for (String table : OwnTables.NAMES) {
			this.database.execute("alter table " + table + " add column more int");
		}
		assertThat(this.database.query(FINGERPRINT)).containsExactly(before);
	}

	@Test
	void tablesOfTheApplicationThatBeginAlikeAreCompared() {
		List<String> names = new ArrayList<>(List.of("automigrate_", "automigrate_stated", "automigrate_state_pkey2",
				"automigrate_desired_schemas", "automigrates"));
		String before = this.database.query(FINGERPRINT).get(0);
		for (String name : names) {
			this.database.execute("create table " + name + " (n int)");
			String after = this.database.query(FINGERPRINT).get(0);
			assertThat(after).as(name).isNotEqualTo(before);
			before = after;
		}
		SchemaMigrator migrator = SchemaMigrator.builder(this.database.dataSource())
			.source(SchemaSource.ddl("test.sql",
					"create table automigrate_stated (n int, m int); create table t (a text, b date, c uuid)"))
			.policy(ChangePolicy.FULL)
			.dropUnmanaged(true)
			.build();
		migrator.migrate().orThrow();
		assertThat(migrator.plan().sql()).doesNotContain("\"automigrate_state\"", "\"automigrate_desired\"");
		assertThat(migrator.plan().refused()).extracting((refused) -> refused.object().name().name())
			.containsExactlyInAnyOrder("automigrate_", "automigrate_state_pkey2", "automigrate_desired_schemas",
					"automigrates");
		assertThat(this.database.query(
				"select attname from pg_attribute where attrelid = 'automigrate_stated'::regclass and attname = 'm'"))
			.hasSize(1);
	}

}
