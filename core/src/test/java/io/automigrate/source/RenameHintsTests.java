package io.automigrate.source;

import java.util.List;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RenameHints}.
 */
class RenameHintsTests {

	@Test
	void readsAcrossLongCommentsAndBlankLines() {
		String gap = "/* it's long */\n\n".repeat(20_000);
		List<RenameHint> hints = hints("-- renamed from old_orders\n" + gap + "CREATE TABLE orders (id int);");
		assertThat(hints)
			.containsExactly(new RenameHint(ObjectKind.TABLE, new QualifiedName("", "orders"), "old_orders", "orders"));
	}

	@Test
	void readsLongQuotedTexts() {
		String label = "''x".repeat(20_000);
		String name = "\"\"x".repeat(20_000);
		List<RenameHint> hints = hints("CREATE TYPE mood AS ENUM (\n-- renamed from 'glum'\n'" + label
				+ "');\nCREATE TABLE t (\n-- renamed from old\n\"" + name + "\" int);");
		assertThat(hints).extracting(RenameHint::to)
			.containsExactly(label.replace("''", "'"), name.replace("\"\"", "\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-- renamed from: old", "-- rename from old", "-- renamed from old since 2.0",
			"-- column orders.total renamed from: old", "-- renamed_from old", "-- renamed from" })
	void refusesWhatIsNearlyAHint(String comment) {
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> hints("CREATE TABLE a (id int);\n\n" + comment + "\nCREATE TABLE orders (id int);"))
			.withMessageContaining("schema.sql, line 3")
			.withMessageContaining(comment);
	}

	@Test
	void leavesOtherCommentsAlone() {
		assertThat(hints("-- orders was renamed from old in 2.0\n-- see rename.md\nCREATE TABLE orders (id int);\n"
				+ "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n-- renamed from: g\nRETURN 1; END $$;"))
			.isEmpty();
	}

	private static List<RenameHint> hints(String text) {
		return RenameHints.in(new SqlScript("schema.sql", text));
	}

}
