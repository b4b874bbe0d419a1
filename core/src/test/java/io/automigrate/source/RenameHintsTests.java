package io.automigrate.source;

import java.util.List;

import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlScript;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

	private static List<RenameHint> hints(String text) {
		return RenameHints.in(new SqlScript("schema.sql", text));
	}

}
