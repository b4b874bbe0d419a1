package io.automigrate.versioned;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.plan.PlanSettings;
import org.jspecify.annotations.Nullable;

/**
 * A file of a migration as it was read: a header of comments, then a section
 * {@code -- migrate:up}, then perhaps one {@code -- migrate:down}.
 *
 * @param name the file's name, such as {@code 006_add_new_column.sql}
 * @param origin where it was found, for messages
 * @param text its content
 */
public record MigrationFile(String name, String origin, String text) {

	private static final Pattern NAME = Pattern.compile("([^_]+)_(.+)\\.sql");

	private static final Pattern SECTION = Pattern.compile("--\\s*migrate:(\\S*)(.*)");

	/**
	 * A word in lower case and a colon; what begins with a capital letter is prose, and
	 * so is an address.
	 */
	private static final Pattern HEADER = Pattern.compile("--[ \\t]*([A-Za-z][A-Za-z-]*)(?::(?!/)|$)[ \\t]*(.*)");

	private static final List<String> HEADERS = List.of("allow", "baseline", "depends", "description", "irreversible",
			"replaces");

	private static final String KNOWN_HEADERS = "-- description: …, -- depends: 001, 004, -- irreversible: …, -- allow: DELETES_DATA:public.orders.old_total, -- baseline: true, -- replaces: …";

	/**
	 * Parse the file.
	 * @return the migration
	 * @throws InvalidMigrationException if name or content is none of a migration
	 */
	public Migration parse() {
		boolean repeatable = repeatable();
		Matcher matcher = NAME.matcher(this.name);
		if (!repeatable && (!matcher.matches() || matcher.group(2).startsWith("_"))) {
			throw new InvalidMigrationException(this.origin,
					"the name is not made of a version, an underscore and a name.",
					"Rename it, such as to 006_add_new_column.sql or 20240419_add_new_column.sql; R__name.sql is applied again whenever it changes.");
		}
		Parts parts = new Parts();
		parts.read(repeatable);
		String version = repeatable ? this.name.substring(0, this.name.length() - 4) : matcher.group(1);
		String title = repeatable ? version.substring(Migration.REPEATABLE.length()) : matcher.group(2);
		return new Migration(version, title, parts.description, parts.depends, this.origin, checksum(this.text),
				parts.up(), parts.down(), parts.irreversible, parts.allow, parts.replaces, parts.baseline);
	}

	private boolean repeatable() {
		return this.name.startsWith(Migration.REPEATABLE) && this.name.length() > Migration.REPEATABLE.length() + 4;
	}

	/**
	 * Line ends, blanks at them, a byte order mark and empty lines at the end aside; and
	 * what is allowed or makes it a baseline, which changes nothing of what is run.
	 */
	static String checksum(String text) {
		StringBuilder normalized = new StringBuilder(text.length());
		withoutMark(text).lines()
			.filter((line) -> !line.startsWith("-- allow:") && !line.startsWith("-- baseline:"))
			.forEach((line) -> normalized.append(line.stripTrailing()).append('\n'));
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(normalized.toString().stripTrailing().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	private static String withoutMark(String text) {
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

	private InvalidMigrationException invalid(int line, String problem, String wayOut) {
		return new InvalidMigrationException(this.origin, line, problem, wayOut);
	}

	/** What the lines of a file say. */
	private final class Parts {

		private @Nullable String description;

		private @Nullable List<String> depends;

		private @Nullable String irreversible;

		private final List<String> allow = new ArrayList<>();

		private final Map<String, String> replaces = new LinkedHashMap<>();

		private boolean baseline;

		private @Nullable Section up;

		private @Nullable Section down;

		void read(boolean repeatable) {
			// Not String.lines(), which would end lines at a carriage return alone.
			String[] lines = withoutMark(MigrationFile.this.text).split("\n", -1);
			Section current = null;
			for (int i = 0; i < lines.length; i++) {
				Matcher section = SECTION.matcher(lines[i].strip());
				if (lines[i].startsWith("--") && section.matches()) {
					current = section(section.group(1), section.group(2), i + 1, repeatable);
				}
				else if (current != null) {
					current.add(lines[i], i + 1);
				}
				else if (repeatable && !lines[i].isBlank() && !lines[i].strip().startsWith("--")) {
					current = new Section(i + 1, TransactionScope.BATCH);
					current.add(lines[i], i + 1);
					this.up = current;
				}
				else {
					beforeSections(lines[i].strip(), i + 1);
				}
			}
			if (this.up == null) {
				throw invalid(0, "there is no section \"-- migrate:up\".",
						"Put the line -- migrate:up before the statements, and -- migrate:down before those that undo them.");
			}
			if (repeatable && this.baseline) {
				throw invalid(0, "a repeatable migration is no baseline.",
						"Remove the header, or make it a versioned migration.");
			}
		}

		private Section section(String direction, String options, int line, boolean repeatable) {
			boolean up = direction.equals("up");
			if (!up && !direction.equals("down")) {
				throw invalid(line, "there is no section \"-- migrate:" + direction + "\".",
						"The sections are -- migrate:up and -- migrate:down.");
			}
			if (!up && repeatable) {
				throw invalid(line, "a repeatable migration has no way down.",
						"Remove the section, or make it a versioned migration.");
			}
			if (!up && this.up == null) {
				throw invalid(line, "\"-- migrate:down\" comes before \"-- migrate:up\".", "Exchange the sections.");
			}
			if ((up ? this.up : this.down) != null) {
				throw invalid(line, "there is a second section \"-- migrate:" + direction + "\".",
						"Join the sections, or make two files of them.");
			}
			Section section = new Section(line + 1, scope(options, line));
			if (up) {
				this.up = section;
			}
			else {
				this.down = section;
			}
			return section;
		}

		private TransactionScope scope(String options, int line) {
			TransactionScope scope = TransactionScope.BATCH;
			for (String option : options.strip().split("\\s+", -1)) {
				switch (option) {
					case "", "transaction:true" -> {
					}
					case "transaction:each" -> scope = TransactionScope.EACH;
					case "transaction:false" -> scope = TransactionScope.NONE;
					default -> throw invalid(line, "the option \"" + option + "\" is not known.",
							"The options are transaction:false, for statements that cannot be in a transaction, and transaction:each, for a transaction that no other migration shares.");
				}
			}
			return scope;
		}

		private void beforeSections(String line, int number) {
			if (line.isEmpty()) {
				return;
			}
			if (!line.startsWith("--")) {
				throw invalid(number, "a statement stands before \"-- migrate:up\".",
						"Put the line -- migrate:up before it.");
			}
			Matcher header = HEADER.matcher(line);
			if (header.matches()) {
				header(header.group(1), header.group(2).strip(), line.contains(":"), number);
			}
		}

		private void header(String word, String value, boolean colon, int line) {
			String known = word.toLowerCase(Locale.ROOT);
			if (colon ? !HEADERS.contains(known) : !known.equals("irreversible")) {
				if (colon && word.equals(known)) {
					throw invalid(line, "the header \"" + word + "\" is not known.", "Known are " + KNOWN_HEADERS
							+ ". If it is only a comment, begin it with a capital letter.");
				}
				return;
			}
			switch (known) {
				case "description" ->
					this.description = (this.description != null) ? this.description + " " + value : value;
				case "depends" -> {
					if (this.depends != null) {
						throw invalid(line, "there is a second header \"depends\".",
								"Write all versions into one, with commas between them.");
					}
					this.depends = versions(value);
				}
				case "allow" -> Arrays.stream(value.split(",", -1)).forEach((consent) -> allow(consent, line));
				case "baseline" -> {
					if (!value.equals("true")) {
						throw invalid(line, "the header \"baseline\" says \"" + value + "\".",
								"Write -- baseline: true, or remove the line.");
					}
					this.baseline = true;
				}
				case "replaces" -> words(value).forEach((replaced) -> {
					String[] versionAndChecksum = replaced.split("@", 2);
					this.replaces.put(versionAndChecksum[0],
							(versionAndChecksum.length == 2) ? versionAndChecksum[1] : "");
				});
				default -> this.irreversible = value;
			}
		}

		private void allow(String consent, int line) {
			try {
				this.allow.add(PlanSettings.checkedConsent(consent));
			}
			catch (IllegalArgumentException ex) {
				throw invalid(line, ex.getMessage() + ".", "Write what check says is not accepted.");
			}
		}

		private List<String> versions(String value) {
			return value.equalsIgnoreCase("none") ? List.of() : words(value);
		}

		private List<String> words(String value) {
			return Arrays.stream(value.split("[,\\s]+", -1)).filter((word) -> !word.isEmpty()).distinct().toList();
		}

		MigrationAction up() {
			Section section = this.up;
			if (section == null) {
				throw new IllegalStateException("Nothing was read");
			}
			return section.action();
		}

		/**
		 * A section without statements undoes nothing, unless there is nothing to undo.
		 */
		@Nullable MigrationAction down() {
			Section section = this.down;
			boolean nothingToUndo = this.up != null && !this.up.hasStatements;
			return (section != null && (section.hasStatements || nothingToUndo)) ? section.action() : null;
		}

	}

	/** The lines of a section. */
	private final class Section {

		private final int firstLine;

		private final TransactionScope scope;

		private final List<String> lines = new ArrayList<>();

		private boolean hasStatements;

		Section(int firstLine, TransactionScope scope) {
			this.firstLine = firstLine;
			this.scope = scope;
		}

		void add(String line, int number) {
			String stripped = line.strip();
			if (!this.hasStatements && stripped.startsWith("--")) {
				Matcher header = HEADER.matcher(stripped);
				if (header.matches() && stripped.contains(":") && header.group(1).equals("depends")) {
					throw invalid(number, "the header \"depends\" stands in a section.",
							"Put it before -- migrate:up.");
				}
			}
			this.hasStatements |= !stripped.isEmpty() && !stripped.startsWith("--");
			this.lines.add(line);
		}

		MigrationAction action() {
			return new MigrationAction.Sql(MigrationFile.this.origin, this.firstLine, String.join("\n", this.lines),
					this.scope);
		}

	}

}
