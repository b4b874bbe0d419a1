package io.automigrate.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;

/**
 * What all sources together ask for, as text.
 *
 * @param scripts the scripts in the order they are run in
 */
public record DesiredSchema(List<SqlScript> scripts) {

	/**
	 * What would end the transaction that the scratch copy lives in, or open a hole in
	 * it.
	 */
	private static final Pattern TRANSACTION_CONTROL = Pattern.compile(
			"(?is)(COMMIT|ROLLBACK|BEGIN|END|ABORT|SAVEPOINT|RELEASE|START\\s+TRANSACTION|PREPARE\\s+TRANSACTION)\\b.*");

	public DesiredSchema {
		scripts = List.copyOf(scripts);
	}

	/**
	 * Ask sources for their scripts.
	 * @param sources the sources
	 * @return all scripts
	 */
	public static DesiredSchema of(Collection<SchemaSource> sources) {
		return new DesiredSchema(sources.stream().flatMap((source) -> source.scripts().stream()).toList());
	}

	/**
	 * Return the statements of all scripts.
	 * @return the statements
	 * @throws InvalidSourceException if one of them must not be run in a scratch copy
	 */
	public List<SqlStatement> statements() {
		List<SqlStatement> statements = this.scripts.stream()
			.flatMap((script) -> script.statements().stream())
			.toList();
		statements.forEach(DesiredSchema::check);
		return statements;
	}

	private static void check(SqlStatement statement) {
		String at = statement.script() + ", line " + statement.line() + ": ";
		if (TRANSACTION_CONTROL.matcher(statement.text()).matches()) {
			throw new InvalidSourceException(at + firstWord(statement)
					+ " is not allowed in a source of schema, whose statements run in a transaction that is rolled back.",
					"Remove the statement.");
		}
		if (statement.text().startsWith("\\")) {
			throw new InvalidSourceException(at + firstWord(statement) + " is a command of psql, not SQL.",
					"Remove the line.");
		}
		if (statement.overlongName() != null) {
			throw new InvalidSourceException(
					at + "the name " + Identifier.quote(statement.overlongName()) + " is longer than the "
							+ Identifier.MAX_BYTES + " bytes that PostgreSQL keeps.",
					"Shorten it (in JPA: @Table(name = …), @Column(name = …), or a constraint's or index's name).");
		}
	}

	private static String firstWord(SqlStatement statement) {
		return statement.text().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
	}

	/**
	 * Return a value that is another one whenever what is asked for is.
	 * @param settings what else decides what a run does
	 * @return a hash in hexadecimal
	 */
	public String fingerprint(String settings) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(settings.getBytes(StandardCharsets.UTF_8));
			for (SqlScript script : this.scripts) {
				digest.update((byte) 0);
				digest.update(script.text().getBytes(StandardCharsets.UTF_8));
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the schemas that the scripts create things in by name.
	 * @param statements the statements of the scripts
	 * @return the names
	 */
	public static Set<String> schemas(List<SqlStatement> statements) {
		return SchemaMentions.in(statements);
	}

}
