package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the changesets of a file of formatted SQL. A file that is not formatted is one
 * changeset, as it is for Liquibase.
 */
final class FormattedSql {

	private static final Pattern HEADER = pattern("\\s*--\\s*liquibase\\s*formatted.*");

	private static final Pattern CHANGE_SET = pattern(
			"\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)");

	private static final Pattern PROPERTY = pattern("\\s*--\\s*property\\s+(.*:.*)");

	private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+):\\s*(\"[^\"]*\"|\\S*)");

	private static final Pattern COMMENT = pattern("\\s*--\\s*comment:? (.*)");

	private static final Pattern ROLLBACK = pattern("\\s*--\\s*rollback (.*)");

	private static final Pattern ROLLBACK_BLOCK = pattern("\\s*/\\*\\s*liquibase\\s*rollback\\s*");

	private static final Pattern PRECONDITION = pattern("\\s*--\\s*precondition(s|-).*");

	private static final Pattern IGNORED_LINES = pattern("\\s*--\\s*ignoreLines:(\\w+).*");

	private static final Pattern VALID_CHECKSUM = pattern("\\s*--\\s*validCheckSum:? .*");

	private final SourceFile file;

	private final Map<String, String> inherited;

	private final String[] lines;

	private final Placeholders properties;

	private final List<ChangeSet> changeSets = new ArrayList<>();

	private String path;

	private int next;

	/**
	 * Create a reader.
	 * @param file the file
	 * @param properties is told of the properties that the file defines
	 */
	FormattedSql(Included file, Placeholders properties) {
		this.file = file.file();
		this.inherited = file.attributes();
		this.path = this.inherited.getOrDefault("logicalfilepath", this.file.path());
		this.lines = this.file.text().split("\r?\n", -1);
		this.properties = properties;
	}

	private static Pattern pattern(String regex) {
		return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
	}

	/** Whether a file is one of formatted SQL. */
	static boolean formatted(SourceFile file) {
		return file.text().lines().anyMatch((line) -> HEADER.matcher(line).matches());
	}

	List<ChangeSet> read() {
		if (!formatted(this.file)) {
			return List.of(new ChangeSet(this.path, 1, "includeAll", null, this.inherited, null, this.file.text(), "",
					ChangeSet.Findings.NONE));
		}
		for (String line = line(); line != null; line = line()) {
			Matcher changeSet = CHANGE_SET.matcher(line);
			if (HEADER.matcher(line).matches()) {
				this.path = attributes(line).getOrDefault("logicalfilepath", this.path);
			}
			else if (PROPERTY.matcher(line).matches()) {
				property(attributes(line));
			}
			else if (changeSet.matches()) {
				changeSet(changeSet);
			}
			else {
				skip(line);
			}
		}
		return this.changeSets;
	}

	private @Nullable String line() {
		return (this.next < this.lines.length) ? this.lines[this.next++] : null;
	}

	private static Map<String, String> attributes(String text) {
		Map<String, String> attributes = new LinkedHashMap<>();
		ATTRIBUTE.matcher(text)
			.results()
			.forEach((found) -> attributes.put(Included.name(found.group(1)), unquoted(found.group(2))));
		return attributes;
	}

	private static String unquoted(String text) {
		return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
	}

	private void property(Map<String, String> property) {
		String name = property.get("name");
		if (name != null && DatabaseNames.includePostgres(property.get("dbms"))) {
			this.properties.putIfAbsent(name, property.getOrDefault("value", ""));
		}
	}

	private void changeSet(Matcher begin) {
		int line = this.next;
		StringBuilder sql = new StringBuilder();
		StringBuilder rollback = new StringBuilder();
		String comment = null;
		boolean preconditions = false;
		for (String text = line(); text != null; text = line()) {
			if (CHANGE_SET.matcher(text).matches() || PROPERTY.matcher(text).matches()) {
				this.next--;
				break;
			}
			Matcher said = COMMENT.matcher(text);
			Matcher undo = ROLLBACK.matcher(text);
			if (said.matches()) {
				comment = said.group(1);
			}
			else if (undo.matches()) {
				rollback.append(undo.group(1)).append('\n');
			}
			else if (ROLLBACK_BLOCK.matcher(text).matches()) {
				block(rollback);
			}
			else if (PRECONDITION.matcher(text).matches()) {
				preconditions = true;
			}
			else if (!skip(text) && !VALID_CHECKSUM.matcher(text).matches()) {
				sql.append(text).append('\n');
			}
		}
		Map<String, String> attributes = attributes(begin.group(3));
		this.inherited.forEach((name, value) -> attributes.merge(name, value,
				(own, above) -> name.equals("context") ? "(" + above + ") and (" + own + ")" : own));
		boolean elsewhere = rollback.toString().toLowerCase(Locale.ROOT).contains("changesetid");
		this.changeSets.add(new ChangeSet(attributes.getOrDefault("logicalfilepath", this.path), line,
				unquoted(begin.group(1)), unquoted(begin.group(2)), attributes, comment, sql.toString(),
				elsewhere ? "" : undo(rollback.toString()),
				new ChangeSet.Findings(null, preconditions ? List.of("its preconditions") : List.of(),
						elsewhere
								? List
									.of("undone by another changeset, so it has no down migration until you write one")
								: List.of(),
						null)));
	}

	private static String undo(String rollback) {
		String lower = rollback.strip().toLowerCase(Locale.ROOT);
		return (lower.startsWith("empty") || lower.startsWith("not required")) ? ChangeSet.NOTHING_TO_UNDO : rollback;
	}

	private void block(StringBuilder rollback) {
		for (String text = line(); text != null; text = line()) {
			int end = text.stripTrailing().endsWith("*/") ? text.lastIndexOf("*/") : -1;
			rollback.append((end >= 0) ? text.substring(0, end) : text).append('\n');
			if (end >= 0) {
				return;
			}
		}
	}

	/** Steps over the lines that are to be ignored, if this one says so. */
	private boolean skip(String line) {
		Matcher ignored = IGNORED_LINES.matcher(line);
		if (!ignored.matches()) {
			return false;
		}
		boolean counted = ignored.group(1).matches("\\d+");
		int count = counted ? Integer.parseInt(ignored.group(1)) : Integer.MAX_VALUE;
		for (String text = (count > 0) ? line() : null; text != null; text = (--count > 0) ? line() : null) {
			Matcher end = IGNORED_LINES.matcher(text);
			if (!counted && end.matches() && end.group(1).equalsIgnoreCase("end")) {
				return true;
			}
		}
		return true;
	}

}
