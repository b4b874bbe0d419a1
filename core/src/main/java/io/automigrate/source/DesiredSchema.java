package io.automigrate.source;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

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
	 * Return a value that is another one whenever what is asked for is. Two checksums of
	 * 32 bits and the length: nobody forges schemas, and the JVM has both in native code,
	 * while a cryptographic hash in a JVM that has just started takes as long as the
	 * database's answer.
	 * @param settings what else decides what a run does
	 * @return the value, in hexadecimal
	 */
	public String fingerprint(String settings) {
		CRC32 first = new CRC32();
		CRC32C second = new CRC32C();
		long length = update(settings, first, second);
		for (SqlScript script : this.scripts) {
			length += update(script.text(), first, second);
		}
		return HexFormat.of().toHexDigits(first.getValue(), 8) + HexFormat.of().toHexDigits(second.getValue(), 8)
				+ HexFormat.of().toHexDigits(length);
	}

	private static long update(String text, Checksum first, Checksum second) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		for (Checksum checksum : List.of(first, second)) {
			checksum.update(bytes);
			checksum.update(0);
		}
		return bytes.length + 1L;
	}

	/**
	 * Return what the scripts say of renames.
	 * @return the hints, in their order
	 * @throws InvalidSourceException if one stands where it means nothing
	 */
	public List<RenameHint> renames() {
		return this.scripts.stream().flatMap((script) -> RenameHints.in(script).stream()).toList();
	}

	/**
	 * Return the schemas that the scripts create things in by name.
	 * @param statements the statements of the scripts
	 * @return the names
	 */
	public static Set<String> schemas(List<SqlStatement> statements) {
		return SchemaMentions.in(statements);
	}

	/**
	 * Return the extensions that the scripts ask for.
	 * @param statements the statements of the scripts
	 * @return their names
	 */
	public static List<String> extensions(List<SqlStatement> statements) {
		return WantedExtension.in(statements).stream().map(WantedExtension::name).toList();
	}

}
