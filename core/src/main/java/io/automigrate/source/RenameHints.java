package io.automigrate.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.schema.ObjectKind;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.sql.SqlScript;

/**
 * Finds what a script says of renames, in comments: {@code -- renamed from old_name}
 * above a table, a column, an enum type or one of its values, or in full, anywhere:
 * {@code -- column orders.total renamed from old_total}.
 */
final class RenameHints {

	private static final String NAME = Identifier.PATTERN;

	private static final String LITERAL = "'[^']*+(?:''[^']*+)*+'";

	private static final String QUALIFIED = NAME + "(?:\\s*\\.\\s*" + NAME + ")*";

	private static final String OLD = "renamed\\s+from\\s+(" + NAME + "|" + LITERAL + ")\\s*$";

	private static final Pattern HINT = Pattern
		.compile("(?im)^(.*?)--\\s*(?:(table|column|type)\\s+(" + QUALIFIED + ")\\s+)?" + OLD);

	/**
	 * What begins as a hint does, and is none: a colon too many, a word after the name.
	 */
	private static final Pattern NEARLY = Pattern
		.compile("(?im)--\\s*(?:(?:table|column|type)\\s+\\S+\\s+)?@?renamed?[\\s_:-]*from\\b[^\\n]*$");

	private static final Pattern BODY = Pattern.compile("(?s)(\\$\\w*\\$).*?\\1");

	private static final Pattern TABLE = Pattern
		.compile("(?is)CREATE\\s+(?:UNLOGGED\\s+)?(TABLE|TYPE)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(" + QUALIFIED + ")");

	private static final Pattern BETWEEN = Pattern.compile("(?s)(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/|[,(])*+");

	private static final Pattern COLUMN = Pattern.compile("(?s)(" + NAME + ").*");

	private static final Pattern VALUE = Pattern.compile("(?s)(" + LITERAL + ").*");

	private static final Pattern PART = Pattern.compile(NAME);

	private RenameHints() {
	}

	static List<RenameHint> in(SqlScript script) {
		String text = script.text();
		List<RenameHint> hints = new ArrayList<>();
		if (!text.toLowerCase(Locale.ROOT).contains("rename")) {
			return hints;
		}
		Set<Integer> ends = new HashSet<>();
		Matcher hint = HINT.matcher(text);
		while (hint.find()) {
			ends.add(lineEnd(text, hint.end(4)));
			hints.add((hint.group(2) != null) ? explicit(hint) : above(script, text, hint));
		}
		requireNoNearMiss(script, text, ends);
		return hints;
	}

	/**
	 * A hint that is taken for a comment would let an empty table or column appear beside
	 * the old one. What a function's body says is its own affair.
	 */
	private static void requireNoNearMiss(SqlScript script, String text, Set<Integer> ends) {
		String outside = BODY.matcher(text)
			.replaceAll((body) -> Matcher.quoteReplacement(body.group().replaceAll("[^\\n]", " ")));
		Matcher nearly = NEARLY.matcher(outside);
		while (nearly.find()) {
			if (!ends.contains(lineEnd(text, nearly.end()))) {
				throw new InvalidSourceException(
						script.name() + ", line " + line(text, nearly.start()) + ": \"" + nearly.group().strip()
								+ "\" looks like the statement of a rename and is none.",
						"Write -- renamed from old_name, with nothing else in the line; or begin the comment with another word.");
			}
		}
	}

	private static int lineEnd(String text, int position) {
		int end = text.indexOf('\n', position);
		return (end >= 0) ? end : text.length();
	}

	private static int line(String text, int position) {
		return (int) text.substring(0, position).chars().filter((c) -> c == '\n').count() + 1;
	}

	private static RenameHint explicit(Matcher hint) {
		List<String> parts = parts(hint.group(3));
		String old = name(hint.group(4));
		if (hint.group(2).equalsIgnoreCase("column")) {
			return new RenameHint(ObjectKind.COLUMN, qualified(parts.subList(0, parts.size() - 1)), old,
					parts.get(parts.size() - 1));
		}
		ObjectKind kind = hint.group(2).equalsIgnoreCase("table") ? ObjectKind.TABLE : ObjectKind.ENUM;
		return new RenameHint(kind, qualified(parts), old, parts.get(parts.size() - 1));
	}

	private static RenameHint above(SqlScript script, String text, Matcher hint) {
		String old = name(hint.group(4));
		Matcher between = BETWEEN.matcher(text).region(hint.end(), text.length());
		int next = between.lookingAt() ? between.end() : hint.end();
		Matcher table = TABLE.matcher(text).region(next, text.length());
		if (table.lookingAt()) {
			QualifiedName name = qualified(parts(table.group(2)));
			return new RenameHint(table.group(1).equalsIgnoreCase("TABLE") ? ObjectKind.TABLE : ObjectKind.ENUM, name,
					old, name.name());
		}
		QualifiedName owner = null;
		Matcher before = TABLE.matcher(text).region(0, hint.start());
		while (before.find()) {
			owner = qualified(parts(before.group(2)));
		}
		Matcher column = COLUMN.matcher(text).region(next, text.length());
		Matcher value = VALUE.matcher(text).region(next, text.length());
		if (owner != null && column.lookingAt()) {
			return new RenameHint(ObjectKind.COLUMN, owner, old, name(column.group(1)));
		}
		if (owner != null && value.lookingAt()) {
			return new RenameHint(null, owner, old, name(value.group(1)));
		}
		int line = (int) text.substring(0, hint.start()).lines().count() + 1;
		throw new InvalidSourceException(
				script.name() + ", line " + line + ": \"renamed from " + hint.group(4)
						+ "\" stands above nothing that can be renamed.",
				"Put it above CREATE TABLE, CREATE TYPE, or the line of a column or value.");
	}

	private static List<String> parts(String qualified) {
		List<String> parts = new ArrayList<>();
		Matcher part = PART.matcher(qualified);
		while (part.find()) {
			parts.add(name(part.group()));
		}
		return parts;
	}

	private static QualifiedName qualified(List<String> parts) {
		return (parts.size() > 1) ? new QualifiedName(parts.get(parts.size() - 2), parts.get(parts.size() - 1))
				: new QualifiedName("", parts.isEmpty() ? "" : parts.get(0));
	}

	private static String name(String text) {
		return text.startsWith("'") ? text.substring(1, text.length() - 1).replace("''", "'") : Identifier.folded(text);
	}

}
