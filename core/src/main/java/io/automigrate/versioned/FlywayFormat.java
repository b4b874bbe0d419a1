package io.automigrate.versioned;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.MigrationGraphException;
import io.automigrate.error.MigrationGraphException.Problem;
import io.automigrate.sql.TransactionControl;
import io.automigrate.versioned.FlywayFile.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Files as Flyway has them, read as they are; files of {@link MigrationFile} beside them
 * are taken, too. Applied is what Flyway's history says, as long as our own is empty.
 *
 * @param placeholders the values of placeholders by name
 * @param replaces whether placeholders are replaced
 * @param table the table of Flyway's history, perhaps with a schema before a dot, or
 * {@code null} for Flyway's default
 */
public record FlywayFormat(Map<String, String> placeholders, boolean replaces,
		@Nullable String table) implements MigrationFormat {

	/** What a file's own settings may say. */
	private static final List<String> KNOWN = List.of("executeInTransaction", "placeholderReplacement");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}\\n]+)\\}");

	private static final Pattern OWN_SECTION = Pattern.compile("(?m)^--\\s*migrate:up\\b");

	public FlywayFormat {
		Map<String, String> folded = new TreeMap<>();
		placeholders.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
		placeholders = Map.copyOf(folded);
	}

	@Override
	public boolean reads(String name) {
		return name.endsWith(".sql") || name.endsWith(".sql" + FlywayFile.CONF);
	}

	@Override
	public String stated() {
		return "flyway " + new TreeMap<>(this.placeholders) + this.replaces;
	}

	/**
	 * Returns whether a file is written in our own format.
	 * @param file the file
	 * @return whether it has our sections and no name of Flyway's
	 */
	public static boolean own(MigrationFile file) {
		return FlywayFile.of(file.name()).kind() == Kind.OTHER && OWN_SECTION.matcher(file.text()).find();
	}

	@Override
	public List<Migration> migrations(List<MigrationFile> files) {
		Found found = new Found();
		List<Migration> migrations = new ArrayList<>();
		for (MigrationFile file : files) {
			if (own(file)) {
				migrations.add(file.parse());
			}
			else {
				found.sort(file);
			}
		}
		migrations.addAll(found.migrations());
		return migrations;
	}

	private String replaced(MigrationFile file) {
		StringBuilder replaced = new StringBuilder();
		Matcher matcher = PLACEHOLDER.matcher(file.text());
		while (matcher.find()) {
			String name = matcher.group(1).toLowerCase(Locale.ROOT);
			String value = name.equals("flyway:filename") ? file.name() : this.placeholders.get(name);
			if (value == null) {
				int line = 1 + (int) file.text().substring(0, matcher.start()).chars().filter((c) -> c == '\n').count();
				throw new InvalidMigrationException(file.origin(), line, "the placeholder " + matcher
					.group() + " has no value.", "Give it with migration.versioned.placeholders." + matcher.group(1)
							+ "=…, or let such texts stay as they are with migration.versioned.placeholder-replacement=false.");
			}
			matcher.appendReplacement(replaced, Matcher.quoteReplacement(value));
		}
		return matcher.appendTail(replaced).toString();
	}

	/** The files by what they are. */
	private final class Found {

		private final TreeMap<FlywayVersion, MigrationFile> versioned = new TreeMap<>();

		private final TreeMap<FlywayVersion, MigrationFile> undo = new TreeMap<>();

		private final TreeMap<FlywayVersion, MigrationFile> baselines = new TreeMap<>();

		private final List<MigrationFile> repeatables = new ArrayList<>();

		private final Map<String, Properties> settings = new HashMap<>();

		void sort(MigrationFile file) {
			FlywayFile named = FlywayFile.of(file.name());
			switch (named.kind()) {
				case VERSIONED -> put(this.versioned, named, file);
				case UNDO -> put(this.undo, named, file);
				case BASELINE -> put(this.baselines, named, file);
				case REPEATABLE -> this.repeatables.add(file);
				case SETTINGS ->
					this.settings.put(file.origin().substring(0, file.origin().length() - FlywayFile.CONF.length()),
							properties(file));
				case CALLBACK -> throw new InvalidMigrationException(file.origin(),
						"a callback, which only Flyway runs.",
						"Make it a migration, or name the migrations alone in migration.versioned.locations, such as classpath:db/migration/V*.sql*.");
				case JAVA, OTHER -> {
				}
			}
		}

		private static void put(Map<FlywayVersion, MigrationFile> kind, FlywayFile named, MigrationFile file) {
			FlywayVersion version = FlywayVersion.of(String.valueOf(named.version()));
			MigrationFile other = kind.put(version, file);
			if (other != null) {
				throw new MigrationGraphException(Problem.DUPLICATE_VERSION, List.of(version.toString()),
						"Flyway takes the versions of " + other.origin() + " and " + file.origin() + " for the same.",
						"Remove one of the files.");
			}
		}

		private static Properties properties(MigrationFile file) {
			Properties properties = new Properties();
			try {
				properties.load(new StringReader(file.text()));
			}
			catch (IOException ex) {
				throw new IllegalStateException("A text in memory can be read", ex);
			}
			for (String property : properties.stringPropertyNames()) {
				if (!KNOWN.contains(property) && !properties.getProperty(property).equalsIgnoreCase("UTF-8")) {
					throw new InvalidMigrationException(file.origin(), property + " has no counterpart here.",
							"Remove it, or remove the migration's file if it is not to be executed.");
				}
			}
			return properties;
		}

		List<Migration> migrations() {
			List<Migration> migrations = new ArrayList<>();
			if (!this.baselines.isEmpty()) {
				migrations.add(baseline());
			}
			this.versioned.forEach((version, file) -> migrations.add(migration(version, file, Map.of())));
			this.repeatables.sort(Comparator.comparing(MigrationFile::name));
			this.repeatables.forEach((file) -> migrations.add(repeatable(file)));
			return migrations;
		}

		/** On an empty database Flyway begins with the latest one, and so does this. */
		private Migration baseline() {
			FlywayVersion version = this.baselines.lastKey();
			Map<FlywayVersion, MigrationFile> covered = this.versioned.headMap(version, true);
			Map<String, String> replaces = new LinkedHashMap<>();
			covered.values()
				.forEach((file) -> replaces.put(String.valueOf(FlywayFile.of(file.name()).version()),
						MigrationFile.checksum(file.text())));
			covered.clear();
			this.undo.headMap(version, true).clear();
			return migration(version, this.baselines.lastEntry().getValue(), replaces);
		}

		private Migration migration(FlywayVersion version, MigrationFile file, Map<String, String> replaces) {
			FlywayFile named = FlywayFile.of(file.name());
			MigrationFile down = this.undo.get(version);
			return new Migration(String.valueOf(named.version()), named.migrationName(), named.description(), null,
					file.origin(), MigrationFile.checksum(file.text()), action(file),
					(down != null) ? action(down) : null, null, List.of(), replaces, false);
		}

		private Migration repeatable(MigrationFile file) {
			FlywayFile named = FlywayFile.of(file.name());
			MigrationAction.Sql up = action(file);
			return new Migration(MigrationName.repeatable(named.title()), named.title(), named.description(), null,
					file.origin(), MigrationFile.checksum(up.text()), up, null, null, List.of(), Map.of(), false);
		}

		private MigrationAction.Sql action(MigrationFile file) {
			Properties stated = this.settings.getOrDefault(file.origin(), new Properties());
			boolean replace = FlywayFormat.this.replaces
					&& !stated.getProperty("placeholderReplacement", "true").strip().equals("false");
			String text = TransactionControl.unwrapped(file.origin(), replace ? replaced(file) : file.text());
			boolean alone = stated.getProperty("executeInTransaction", "true").strip().equals("false")
					|| TransactionControl.outside(file.origin(), text);
			return new MigrationAction.Sql(file.origin(), 1, text,
					alone ? TransactionScope.NONE : TransactionScope.BATCH);
		}

	}

}
