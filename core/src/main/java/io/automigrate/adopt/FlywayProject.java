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
import java.util.zip.CRC32;

import io.automigrate.versioned.FlywayFile;
import io.automigrate.versioned.FlywayFormat;
import io.automigrate.versioned.FlywayVersion;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationName;
import io.automigrate.versioned.MigrationSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as Flyway does, with its default prefixes, separator and suffix.
 */
final class FlywayProject {

	private static final String CONF = FlywayFile.CONF;

	private final Map<String, SourceFile> settings = new HashMap<>();

	private final TreeMap<FlywayVersion, SourceFile> versioned = new TreeMap<>();

	private final TreeMap<FlywayVersion, SourceFile> undo = new TreeMap<>();

	private final TreeMap<FlywayVersion, SourceFile> baselines = new TreeMap<>();

	private final List<SourceFile> repeatables = new ArrayList<>();

	private final Findings notes = new Findings();

	private final Findings refusals = new Findings();

	private final Placeholders placeholders;

	private FlywayProject(AdoptionRequest request) {
		this.placeholders = new Placeholders(request.placeholders(), request.keepPlaceholders(), this.refusals);
	}

	/**
	 * Read a project.
	 * @param request which one
	 * @return the project, or {@code null} if no file looks like one of Flyway's
	 */
	static @Nullable ForeignProject read(AdoptionRequest request) {
		return new FlywayProject(request).read(files(request));
	}

	/** What Flyway's history calls a repeatable migration. */
	static String repeatableKey(String description) {
		return Migration.REPEATABLE + description;
	}

	/**
	 * Take files that run as they are for a project.
	 * @param set the files
	 * @param format how they are read
	 * @return the project, or {@code null} if no file looks like one of Flyway's
	 */
	static @Nullable ForeignProject of(MigrationSet set, FlywayFormat format) {
		AdoptionRequest request = new AdoptionRequest(MigrationTool.FLYWAY, List.of(), format.table(),
				format.placeholders(), !format.replaces(), null, null, false, "", Map.of());
		return new FlywayProject(request).read(set.files()
			.stream()
			.filter((file) -> !FlywayFormat.own(file))
			.map((file) -> new SourceFile(file.origin(), file.text()))
			.toList());
	}

	private static List<SourceFile> files(AdoptionRequest request) {
		List<String> sources = request.sources().isEmpty() ? List.of("classpath:db/migration") : request.sources();
		List<SourceFile> files = new ArrayList<>();
		sources.forEach((source) -> files.addAll(SourceFiles.below(source, (name) -> name.endsWith(".sql")
				|| name.endsWith(".sql" + CONF) || FlywayFile.of(name).kind() == FlywayFile.Kind.JAVA)));
		return files;
	}

	private @Nullable ForeignProject read(List<SourceFile> files) {
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
			.forEach((file) -> this.notes.add(file.path(), "left out, since there is no migration that it undoes", ""));
		this.repeatables.forEach((file) -> migrations.add(repeatable(file)));
		return new ForeignProject(MigrationTool.FLYWAY, migrations, Set.of(), this.notes.sentences(),
				this.refusals.sentences());
	}

	private void sort(SourceFile file) {
		FlywayFile named = FlywayFile.of(file.name());
		switch (named.kind()) {
			case VERSIONED -> put(this.versioned, named, file);
			case UNDO -> put(this.undo, named, file);
			case BASELINE -> put(this.baselines, named, file);
			case REPEATABLE -> this.repeatables.add(file);
			case SETTINGS -> this.settings.put(file.path().substring(0, file.path().length() - CONF.length()), file);
			case JAVA -> this.notes.add(file.path(), "a Java migration, which is not taken over as a file",
					"Declare its class as a bean: it runs as long as Flyway's library is on the class path. Or write it as a bean of type VersionedMigration with the same version.");
			case CALLBACK -> this.notes.add(file.path(), "a callback, which is not taken over",
					"What is to run after all others can be a repeatable migration.");
			case OTHER ->
				this.notes.add(file.path(), "left out, as Flyway does, since it has no name of a migration", "");
		}
	}

	private void put(Map<FlywayVersion, SourceFile> kind, FlywayFile named, SourceFile file) {
		SourceFile other = kind.put(FlywayVersion.of(String.valueOf(named.version())), file);
		if (other != null && !other.path().equals(file.path())) {
			this.refusals.add("Flyway takes the versions of " + other.path() + " and " + file.path()
					+ " for the same. Remove one of the files.");
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
		covered.forEach((file) -> this.notes.add(file.path(), "left out, since the baseline migration "
				+ this.baselines.lastEntry().getValue().name() + " stands for it", ""));
		this.versioned.headMap(version, true).clear();
		this.undo.headMap(version, true).clear();
		return this.baselines.lastEntry().getValue();
	}

	private ForeignMigration versioned(FlywayVersion version, SourceFile file, boolean baseline) {
		FlywayFile named = FlywayFile.of(file.name());
		SourceFile down = this.undo.remove(version);
		MigrationText text = new MigrationText(named.description(),
				"Flyway, " + file.name() + ((down != null) ? " and " + down.name() : ""), this.refusals);
		section(text, "up", file);
		if (down != null) {
			section(text, "down", down);
		}
		String name = named.version() + "_" + named.migrationName();
		return new ForeignMigration(version.toString(), file.path(), file.path(), text.file(name),
				baseline ? List.of() : List.of(checksum(file.text())), null);
	}

	private ForeignMigration repeatable(SourceFile file) {
		FlywayFile named = FlywayFile.of(file.name());
		MigrationText text = new MigrationText(named.description(), "Flyway, " + file.name(), this.refusals);
		String replaced = section(text, "up", file);
		return new ForeignMigration(repeatableKey(named.description()), file.path(), file.path(),
				text.file(MigrationName.repeatable(named.title())), List.of(checksum(file.text()), checksum(replaced)),
				null);
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
			.forEach((property) -> this.refusals.add(file.path() + CONF, property + " has no counterpart here",
					"Remove it, or remove the migration's file if it is not to be executed."));
		boolean replaces = !conf.getProperty("placeholderReplacement", "true").strip().equals("false");
		String statements = replaces
				? this.placeholders.replace(file.path(), 1, file.text().replace("${flyway:filename}", file.name()))
				: file.text();
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
