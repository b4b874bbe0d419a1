package io.automigrate.adopt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.FlywayVersion;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Flyway has applied.
 */
final class FlywayHistory {

	private static final String ROWS = """
			SELECT installed_rank, version, description, type, script, checksum, installed_by, installed_on::timestamptz, execution_time, success
			FROM %s ORDER BY installed_rank""";

	private final ForeignProject project;

	private final MigrationGraph graph;

	/** What is applied, in the order in which it was. */
	private final Map<String, Row> applied = new LinkedHashMap<>();

	private final Map<String, Row> failed = new LinkedHashMap<>();

	/** What is imported, by its place in Flyway's history. */
	private final TreeMap<Integer, List<ImportedRow>> rows = new TreeMap<>();

	private final List<String> notes = new ArrayList<>();

	private final List<String> refusals = new ArrayList<>();

	private @Nullable Row baseline;

	/**
	 * Create a reader.
	 * @param project the files
	 * @param graph the migrations as they will be, those in Java included
	 */
	FlywayHistory(ForeignProject project, MigrationGraph graph) {
		this.project = project;
		this.graph = graph;
	}

	ForeignHistory read(Connection connection, QualifiedName table) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(ROWS.formatted(table.quoted()))) {
			while (row.next()) {
				follow(new Row(row.getInt(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
						(Integer) row.getObject(6), row.getString(7), ForeignHistory.instant(row.getTimestamp(8)),
						Duration.ofMillis(row.getLong(9)), row.getBoolean(10)));
			}
		}
		this.failed.values()
			.forEach((row) -> this.refusals.add(row.script() + " failed under Flyway on " + row.at()
					+ ". Finish or undo by hand what it did, let Flyway repair and migrate, and adopt then."));
		this.project.migrations().forEach(this::match);
		this.applied.values().forEach(this::withoutFile);
		return new ForeignHistory(table, this.rows.values().stream().flatMap(Collection::stream).toList(), this.notes,
				this.refusals);
	}

	private void follow(Row row) {
		if (row.type().equals("SCHEMA")) {
			this.notes.add("Flyway created the schema " + row.script()
					+ " by itself. With migration.schema.names it is created here, too.");
			return;
		}
		this.applied.remove(row.key());
		this.failed.remove(row.key());
		if (!row.success()) {
			this.failed.put(row.key(), row);
		}
		else if (row.type().endsWith("BASELINE")) {
			this.baseline = row;
		}
		else if (!row.type().startsWith("UNDO_") && !row.type().equals("DELETE")) {
			this.applied.put(row.key(), row);
		}
	}

	private void match(ForeignMigration migration) {
		if (migration.checksums().isEmpty()) {
			matchBaseline(migration, FlywayVersion.of(migration.key()));
			return;
		}
		Row row = this.applied.remove(migration.key());
		boolean repeatable = migration.key().startsWith(Migration.REPEATABLE);
		if (row == null) {
			Row before = this.baseline;
			if (before != null && !repeatable && before.upTo(FlywayVersion.of(migration.key()))) {
				add(migration, before);
			}
		}
		else if (row.checksum() == null || migration.checksums().contains(row.checksum())) {
			add(migration, row);
		}
		else if (repeatable) {
			this.notes.add(migration.source() + " has changed since it was applied; it is pending, as under Flyway.");
		}
		else {
			this.refusals.add(migration.source() + " is not what Flyway applied: its checksum is "
					+ migration.checksums().get(0) + ", and the history has " + row.checksum()
					+ ". Undo the change, or let Flyway accept it with repair, and adopt then.");
		}
	}

	/** It stands for all that comes before it, whoever has run that. */
	private void matchBaseline(ForeignMigration migration, FlywayVersion version) {
		List<Row> covered = this.applied.values()
			.stream()
			.filter((row) -> row.version() != null && FlywayVersion.of(row.version()).compareTo(version) <= 0)
			.toList();
		Row before = this.baseline;
		boolean reached = (before != null && before.upTo(version)) || this.applied.values()
			.stream()
			.anyMatch((row) -> row.version() != null && FlywayVersion.of(row.version()).compareTo(version) >= 0);
		Row last = covered.isEmpty() ? before : covered.get(covered.size() - 1);
		covered.forEach((row) -> this.applied.remove(row.key()));
		if (reached && last != null) {
			add(migration, last);
		}
		else if (last != null) {
			this.refusals.add("The database is at version " + last.version() + ", before the baseline migration "
					+ migration.source() + ". Let Flyway migrate it to version " + version + ", and adopt then.");
		}
	}

	private void withoutFile(Row row) {
		String version = row.version();
		if (version == null) {
			this.notes.add(row.script() + " is applied, and its file is not there; it is left out.");
			return;
		}
		Migration other = this.graph.find(version);
		add(row, new ImportedRow(version, (other != null) ? other.name() : MigrationName.of(row.description(), 255),
				row.description(), row.at(), row.duration(), row.by(),
				(other != null) ? null : row.type().startsWith("SQL") ? "Put the file back"
						: "Write it as a bean of type VersionedMigration with this version"));
	}

	private void add(ForeignMigration migration, Row row) {
		Migration known = migration.file().parse();
		add(row, new ImportedRow(known.version(), known.name(), known.description(), row.at(),
				row.type().endsWith("BASELINE") ? null : row.duration(), row.by(), null));
	}

	private void add(Row row, ImportedRow imported) {
		this.rows.computeIfAbsent(row.rank(), (rank) -> new ArrayList<>()).add(imported);
	}

	/** A row of Flyway's table; a repeatable migration has no version. */
	private record Row(int rank, @Nullable String version, String description, String type, String script,
			@Nullable Integer checksum, @Nullable String by, @Nullable Instant at, Duration duration, boolean success) {

		String key() {
			return (this.version != null) ? FlywayVersion.of(this.version).toString()
					: FlywayProject.repeatableKey(this.description);
		}

		/** Whether a version is this one, or before it. */
		boolean upTo(FlywayVersion other) {
			return this.version != null && other.compareTo(FlywayVersion.of(this.version)) <= 0;
		}

	}

}
