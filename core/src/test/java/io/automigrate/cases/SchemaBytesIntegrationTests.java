package io.automigrate.cases;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.production.Thorough;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaBytes;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;
import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written of a schema is read back as it was.
 */
class SchemaBytesIntegrationTests {

	private static final List<String> SCHEMAS = List.of("public", "app", "shop", "other");

	private static final TestDatabase DATABASE = TestServer.get().createDatabase();

	private static Connection connection;

	@BeforeAll
	static void connects() throws SQLException {
		connection = DATABASE.dataSource().getConnection();
		connection.setAutoCommit(false);
		for (String role : RandomSchema.ROLES) {
			TestServer.get()
				.execute("do $$ begin create role " + role + "; exception when duplicate_object then null; end $$");
		}
	}

	@AfterAll
	static void dropsTheDatabase() throws SQLException {
		connection.close();
		DATABASE.close();
	}

	@Test
	void readsBackEveryFourthCase() throws IOException {
		assertThat(cases(4)).hasSizeGreaterThan(100).allSatisfy(SchemaBytesIntegrationTests::readsBack);
	}

	@Test
	@Thorough
	void readsBackEveryCase() throws IOException {
		assertThat(cases(1)).hasSizeGreaterThan(400).allSatisfy(SchemaBytesIntegrationTests::readsBack);
	}

	private static List<Schema> cases(int every) throws IOException {
		List<Schema> schemas = new ArrayList<>();
		int place = 0;
		try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "cases"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".sql")).sorted().toList()) {
				if (place++ % every != 0) {
					continue;
				}
				SchemaCase one = SchemaCase.read(file);
				for (String script : List.of(one.from(), one.to())) {
					Schema schema = schemaOf(script);
					if (schema != null) {
						schemas.add(schema);
					}
				}
			}
		}
		return schemas;
	}

	@Test
	void readsBackRandomSchemas() throws SQLException {
		List<Schema> schemas = new ArrayList<>();
		for (long seed = 1; seed <= 20; seed++) {
			Schema schema = schemaOf(RandomStatement.script(SchemaPair.random(seed).to()));
			if (schema != null) {
				schemas.add(schema);
			}
		}
		assertThat(schemas).hasSizeGreaterThan(10).allSatisfy(SchemaBytesIntegrationTests::readsBack);
	}

	@Test
	void writesEqualSchemasAlike() {
		String script = "create table a (id int primary key, b text); create view v as select id, b from a";
		Schema one = Objects.requireNonNull(schemaOf(script));
		Schema other = Objects.requireNonNull(schemaOf(script));
		assertThat(SchemaBytes.write(one)).isEqualTo(SchemaBytes.write(other));
	}

	@Test
	void readsNothingFromWhatItHasNotWritten() {
		byte[] bytes = Objects.requireNonNull(
				SchemaBytes.write(Objects.requireNonNull(schemaOf("create table a (id int primary key, b text)"))));
		assertThat(SchemaBytes.read(SchemaBytes.FORMAT + 1, bytes)).isNull();
		assertThat(SchemaBytes.read(SchemaBytes.FORMAT, "no schema".getBytes(StandardCharsets.UTF_8))).isNull();
		assertThat(SchemaBytes.read(SchemaBytes.FORMAT, new byte[0])).isNull();
		for (int length = 0; length < bytes.length; length++) {
			assertThat(SchemaBytes.read(SchemaBytes.FORMAT, Arrays.copyOf(bytes, length))).isNull();
		}
	}

	@Test
	void readsWhatWasWrittenBeforeAComponentWasAdded() throws IOException {
		Schema schema = Objects.requireNonNull(schemaOf("""
				comment on schema public is null;
				create table a (id int primary key)"""));
		Schema commented = Objects.requireNonNull(schemaOf("""
				comment on schema public is null;
				create table a (id int primary key); comment on table a is 'more'"""));
		assertThat(schema).isNotEqualTo(commented);
		assertThat(withAnotherName("comment", commented)).isEqualTo(schema);
		assertThat(withAnotherName("replicaIdentity", commented)).as("one that cannot be left out").isNull();
	}

	/** As if the component had been called differently, or had not been there. */
	private static @Nullable Schema withAnotherName(String component, Schema schema) throws IOException {
		byte[] bytes = Objects.requireNonNull(SchemaBytes.write(schema));
		byte[] plain;
		try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
			plain = in.readAllBytes();
		}
		String text = new String(plain, StandardCharsets.ISO_8859_1);
		assertThat(text).containsOnlyOnce((char) component.length() + component);
		String other = text.replace((char) component.length() + component,
				(char) component.length() + component.toUpperCase(Locale.ROOT));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
			deflater.write(other.getBytes(StandardCharsets.ISO_8859_1));
		}
		return SchemaBytes.read(SchemaBytes.FORMAT, out.toByteArray());
	}

	@Test
	void takesSomeHundredBytesForATable() {
		int tables = 100;
		StringBuilder script = new StringBuilder();
		for (int i = 0; i < tables; i++) {
			script.append("create table table_with_a_name_").append(i).append(" (id bigint primary key");
			for (int c = 0; c < 14; c++) {
				script.append(", column_")
					.append(c * 7 + i % 13)
					.append(" varchar(")
					.append(20 + c)
					.append(") not null");
			}
			script.append("); create index index_on_").append(i).append(" on table_with_a_name_").append(i);
			script.append(" (column_").append(i % 13).append(");");
		}
		byte[] bytes = Objects.requireNonNull(SchemaBytes.write(Objects.requireNonNull(schemaOf(script.toString()))));
		assertThat(bytes.length / tables).isBetween(1, 700);
	}

	private static void readsBack(Schema schema) {
		byte[] bytes = Objects.requireNonNull(SchemaBytes.write(schema));
		Schema read = SchemaBytes.read(SchemaBytes.FORMAT, bytes);
		assertThat(read).isEqualTo(schema);
		assertThat(SchemaBytes.write(Objects.requireNonNull(read))).isEqualTo(bytes);
	}

	/** Null for what cannot be run in a transaction, or not on this major. */
	private static @Nullable Schema schemaOf(String script) {
		try (Statement statement = connection.createStatement()) {
			try {
				statement.execute("set local check_function_bodies = off");
				for (SqlStatement each : new SqlScript("script", script).statements()) {
					statement.execute(each.text());
				}
				statement.execute("set local search_path = ''");
				return CatalogReader.readOwn(connection, SCHEMAS, NameMapping.NONE);
			}
			finally {
				connection.rollback();
			}
		}
		catch (SQLException ex) {
			return null;
		}
	}

}
