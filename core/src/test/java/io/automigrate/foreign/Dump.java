package io.automigrate.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.catalog.OwnTables;

import io.automigrate.test.TestDatabase;
import io.automigrate.test.TestServer;
import org.jspecify.annotations.Nullable;

/**
 * What pg_dump says of a database, as a set of statements in which the order of a table's
 * columns does not count, nor do the names of NOT NULL constraints that partitions
 * inherit: PostgreSQL renames none of these, so that they tell how a partition came about
 * and nothing else.
 */
final class Dump {

	private static final Pattern ATTACH = Pattern.compile("ALTER TABLE ONLY (\\S+) ATTACH PARTITION (\\S+) ",
			Pattern.MULTILINE);

	private static final Pattern NOT_NULL = Pattern
		.compile("^    (\"[^\"]+\"|\\S+) .*?( CONSTRAINT (?:\"[^\"]+\"|\\S+))? NOT NULL$", Pattern.MULTILINE);

	private Dump() {
	}

	static Set<String> of(TestDatabase database) throws IOException, InterruptedException {
		TestServer server = database.server();
		ProcessBuilder builder = new ProcessBuilder("pg_dump", "--schema-only", "--no-owner", "-h", server.host(), "-p",
				Integer.toString(server.port()), "-U", server.user(), database.name());
		builder.environment().put("PGPASSWORD", server.password());
		builder.redirectErrorStream(true);
		Process process = builder.start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("pg_dump: " + text);
		}
		return statements(text);
	}

	private static Set<String> statements(String text) {
		Set<String> statements = new TreeSet<>();
		for (String block : text.split("\n\n+", -1)) {
			String statement = block.lines()
				.filter((line) -> !line.startsWith("--") && !line.startsWith("\\"))
				.collect(Collectors.joining("\n"))
				.strip();
			if (!statement.isEmpty()) {
				statements.add(sorted(statement));
			}
		}
		statements.removeIf(
				(statement) -> statement.startsWith("SET ") || OwnTables.NAMES.stream().anyMatch(statement::contains));
		ATTACH.matcher(text).results().forEach((attach) -> {
			String parent = table(attach.group(1), statements);
			String partition = table(attach.group(2), statements);
			if (parent != null && partition != null) {
				statements.remove(partition);
				statements.add(withoutInherited(partition, parent));
			}
		});
		return statements;
	}

	private static @Nullable String table(String name, Set<String> statements) {
		return statements.stream()
			.filter((statement) -> statement.startsWith("CREATE TABLE " + name + " ("))
			.findFirst()
			.orElse(null);
	}

	private static String withoutInherited(String partition, String parent) {
		Set<String> notNull = NOT_NULL.matcher(parent)
			.results()
			.map((column) -> column.group(1))
			.collect(Collectors.toSet());
		return NOT_NULL.matcher(partition)
			.replaceAll(
					(column) -> Matcher.quoteReplacement((column.group(2) != null && notNull.contains(column.group(1)))
							? column.group().replace(column.group(2), "") : column.group()));
	}

	private static String sorted(String statement) {
		if (statement.startsWith("GRANT") || statement.startsWith("REVOKE")) {
			return statement.lines().sorted().collect(Collectors.joining("\n"));
		}
		if (!statement.startsWith("CREATE TABLE") && !statement.startsWith("CREATE UNLOGGED TABLE")) {
			return statement;
		}
		List<String> lines = new ArrayList<>(statement.lines().map((line) -> line.replaceAll(",$", "")).toList());
		List<String> inner = lines.stream().filter((line) -> line.startsWith("    ")).sorted().toList();
		return Stream
			.concat(Stream.concat(lines.stream().limit(1), inner.stream()),
					lines.stream().skip(1).filter((line) -> !line.startsWith("    ")))
			.collect(Collectors.joining("\n"));
	}

}
