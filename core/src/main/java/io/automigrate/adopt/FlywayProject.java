package io.automigrate.adopt;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as Flyway does, with its default prefixes, separator and suffix.
 */
final class FlywayProject {

	private static final Pattern VERSIONED = Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)(?:__(.*))?\\.sql");

	private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");

	private static final Pattern JAVA = Pattern.compile("[VURB]\\w*__\\w+\\.class");

	private static final Pattern CALLBACK = Pattern.compile("((before|after)[A-Z]\\w*|createSchema)(__.*)?\\.sql");

	private static final String CONF = ".conf";

	private static final int LONGEST_NAME = 200;

	private final AdoptionRequest request;

	private final Map<String, SourceFile> settings = new HashMap<>();

	private final TreeMap<FlywayVersion, SourceFile> versioned = new TreeMap<>();

	private final TreeMap<FlywayVersion, SourceFile> undo = new TreeMap<>();

	private final TreeMap<FlywayVersion, SourceFile> baselines = new TreeMap<>();

	private final List<SourceFile> repeatables = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private final List<String> refusals = new ArrayList<>();

	private final Placeholders placeholders;

	private FlywayProject(AdoptionRequest request) {
		this.request = request;
		this.placeholders = new Placeholders(request.placeholders(), request.keepPlaceholders(), this.refusals);
	}

	/**
	 * Read a project.
	 * @param request which one
	 * @return the project, or {@code null} if no file looks like one of Flyway's
	 */
	static @Nullable ForeignProject read(AdoptionRequest request) {
		return new FlywayProject(request).read();
	}

	/** What Flyway's history calls a repeatable migration. */
	static String repeatableKey(String description) {
		return Migration.REPEATABLE + description;
	}

	private @Nullable ForeignProject read() {
		List<String> sources = this.request.sources().isEmpty() ? List.of("classpath:db/migration")
				: this.request.sources();
		List<SourceFile> files = new ArrayList<>();
		sources.forEach((source) -> files.addAll(SourceFiles.below(source,
				(name) -> name.endsWith(".sql") || name.endsWith(".sql" + CONF) || JAVA.matcher(name).matches())));
		files.forEach(this::sort);
		if (this.versioned.isEmpty() && this.baselines.isEmpty() && this.repeatables.isEmpty()) {
			return null;
		}
		List<ForeignMigration> migrations = new ArrayList<>();
		SourceFile baseline = baseline();
		if (baseline != null) {
			migrations.add(versioned(this.baselines.lastKey(), baseline, true));
		}
		this.versioned.forEach((version, file) -> migrations.add(versioned(version, file, false)));
		this.undo.values()
			.forEach((file) -> this.notes.add(file.path() + " undoes a migration that there is not; it is left out."));
		this.repeatables.forEach((file) -> migrations.add(repeatable(file)));
		return new ForeignProject(MigrationTool.FLYWAY, migrations, Set.of(), this.notes, this.refusals);
	}

	private void sort(SourceFile file) {
		Matcher matcher = VERSIONED.matcher(file.name());
		if (file.name().endsWith(CONF)) {
			this.settings.put(file.path().substring(0, file.path().length() - CONF.length()), file);
		}
		else if (matcher.matches()) {
			Map<FlywayVersion, SourceFile> kind = switch (matcher.group(1)) {
				case "V" -> this.versioned;
				case "U" -> this.undo;
				default -> this.baselines;
			};
			SourceFile other = kind.put(FlywayVersion.of(matcher.group(2)), file);
			if (other != null && !other.path().equals(file.path())) {
				this.refusals.add("Flyway takes the versions of " + other.path() + " and " + file.path()
						+ " for the same. Remove one of the files.");
			}
		}
		else if (REPEATABLE.matcher(file.name()).matches()) {
			this.repeatables.add(file);
		}
		else if (JAVA.matcher(file.name()).matches()) {
			this.notes.add("The Java migration " + file.path()
					+ " is not taken over. Write it as a bean of type VersionedMigration with the same version.");
		}
		else if (CALLBACK.matcher(file.name()).matches()) {
			this.notes.add("The callback " + file.path()
					+ " is not taken over. What is to run after all others can be a repeatable migration.");
		}
		else {
			this.notes.add(file.path() + " has no name of a migration; it is left out, as Flyway does.");
		}
	}

	/** On an empty database Flyway begins with the latest one, and so does this. */
	private @Nullable SourceFile baseline() {
		if (this.baselines.isEmpty()) {
			return null;
		}
		FlywayVersion version = this.baselines.lastKey();
		List<SourceFile> covered = new ArrayList<>(this.baselines.headMap(version).values());
		covered.addAll(this.versioned.headMap(version, true).values());
		covered.forEach((file) -> this.notes.add(file.path() + " is left out: the baseline migration "
				+ this.baselines.lastEntry().getValue().name() + " stands for it."));
		this.versioned.headMap(version, true).clear();
		this.undo.headMap(version, true).clear();
		return this.baselines.lastEntry().getValue();
	}

	private ForeignMigration versioned(FlywayVersion version, SourceFile file, boolean baseline) {
		Matcher matcher = VERSIONED.matcher(file.name());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(file.name());
		}
		String title = (matcher.group(3) != null) ? matcher.group(3) : "";
		SourceFile down = this.undo.remove(version);
		MigrationText text = new MigrationText(title.replace('_', ' '),
				"Flyway, " + file.name() + ((down != null) ? " and " + down.name() : ""), this.refusals);
		section(text, "up", file);
		if (down != null) {
			section(text, "down", down);
		}
		String name = matcher.group(2).replace('_', '.') + "_" + MigrationText.name(title, LONGEST_NAME);
		return new ForeignMigration(version.toString(), file.path(), file.path(), text.file(name),
				baseline ? List.of() : List.of(checksum(file.text())));
	}

	private ForeignMigration repeatable(SourceFile file) {
		String title = file.name().substring(Migration.REPEATABLE.length(), file.name().length() - ".sql".length());
		MigrationText text = new MigrationText(title.replace('_', ' '), "Flyway, " + file.name(), this.refusals);
		String replaced = section(text, "up", file);
		return new ForeignMigration(repeatableKey(title.replace('_', ' ')), file.path(), file.path(),
				text.file(MigrationText.repeatable(title)), List.of(checksum(file.text()), checksum(replaced)));
	}

	private String section(MigrationText text, String name, SourceFile file) {
		Properties conf = new Properties();
		SourceFile stated = this.settings.get(file.path());
		try {
			conf.load(new StringReader((stated != null) ? stated.text() : ""));
		}
		catch (java.io.IOException ex) {
			throw new IllegalStateException("A text in memory can be read", ex);
		}
		conf.stringPropertyNames()
			.stream()
			.filter((property) -> !property.equals("executeInTransaction")
					&& !property.equals("placeholderReplacement"))
			.filter((property) -> !conf.getProperty(property).equalsIgnoreCase("UTF-8"))
			.forEach((property) -> this.refusals
				.add(file.path() + CONF + ": " + property + " has no counterpart here. Remove it, or remove the file "
						+ file.name() + " if it is not to be executed."));
		boolean replaces = !conf.getProperty("placeholderReplacement", "true").strip().equals("false");
		String statements = replaces ? this.placeholders.replace(file.path(), 1, file.text()) : file.text();
		text.section(name, file.path(), 1, statements,
				!conf.getProperty("executeInTransaction", "true").strip().equals("false"));
		return statements;
	}

	/** Of the lines without what ends them, as Flyway does. */
	static int checksum(String text) {
		CRC32 crc = new CRC32();
		text.lines().forEach((line) -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
		return (int) crc.getValue();
	}

}
