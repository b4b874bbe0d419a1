package io.automigrate.adopt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Liquibase has applied.
 */
final class LiquibaseHistory {

	private static final String ROWS = """
			SELECT id, author, filename, dateexecuted::timestamptz, exectype, orderexecuted, md5sum
			FROM %s ORDER BY orderexecuted, dateexecuted""";

	private final ForeignProject project;

	/**
	 * Create a reader.
	 * @param project the files
	 */
	LiquibaseHistory(ForeignProject project) {
		this.project = project;
	}

	ForeignHistory read(Connection connection, QualifiedName table) throws SQLException {
		List<ImportedRow> rows = new ArrayList<>();
		Findings notes = new Findings();
		Findings refusals = new Findings();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(ROWS.formatted(table.quoted()))) {
			while (row.next()) {
				String id = String.valueOf(row.getString(1));
				String author = String.valueOf(row.getString(2));
				String path = String.valueOf(row.getString(3));
				String changeSet = path + ": changeset " + author + ":" + id;
				Instant at = ForeignHistory.instant(row.getTimestamp(4));
				ForeignMigration migration = find(author, id, path);
				if (row.getString(5).equals("FAILED")) {
					refusals.add(changeSet, "it failed under Liquibase on " + at,
							"Let Liquibase apply it, or delete its row if it left nothing, and adopt then.");
				}
				else if (row.getString(5).equals("SKIPPED")) {
					notes.add(changeSet, "skipped by Liquibase, so it is pending", "");
				}
				else if (migration == null && this.project.leftOut().contains(LiquibaseProject.key(author, id))) {
					notes.add(changeSet, "applied here, and left out", "");
				}
				else if (migration != null && changed(migration, row.getString(7))) {
					if (migration.version().startsWith(Migration.REPEATABLE)) {
						notes.add(changeSet, "changed since it was applied, so it is pending, as under Liquibase", "");
					}
					else {
						refusals.add(changeSet, "it is not what Liquibase applied: its checksum is another one",
								"Undo the change, or let Liquibase accept it with validCheckSum or clear-checksums, and adopt then.");
					}
				}
				else {
					rows.add(row(migration, "liquibase-" + row.getInt(6), changeSet, at));
				}
			}
		}
		return new ForeignHistory(table, rows, notes.sentences(), refusals.sentences());
	}

	private static boolean changed(ForeignMigration migration, @Nullable String checksum) {
		Predicate<String> verified = migration.verified();
		return checksum != null && verified != null && !verified.test(checksum);
	}

	private static ImportedRow row(@Nullable ForeignMigration found, String place, String changeSet,
			@Nullable Instant at) {
		Migration migration = (found != null) ? found.file().parse() : null;
		return (migration != null)
				? new ImportedRow(migration.version(), migration.name(), migration.description(), at, null, null, null)
				: new ImportedRow(place, MigrationName.of(changeSet, Migration.LONGEST_NAME), changeSet, at, null, null,
						"Put the changeset back");
	}

	/**
	 * Paths begin where Liquibase was told to look for files, which may be above or below
	 * of where they were read from now.
	 */
	private @Nullable ForeignMigration find(String author, String id, String path) {
		String key = LiquibaseProject.key(author, id);
		String raw = LiquibaseProject.key(author, null);
		String there = "/" + path.replaceFirst("^(classpath:)?/*", "");
		return this.project.migrations()
			.stream()
			.filter((migration) -> migration.key().equals(key) || migration.key().equals(raw))
			.filter((migration) -> here(migration).endsWith(there) || there.endsWith(here(migration)))
			.min(Comparator.comparingInt((migration) -> Math.abs(here(migration).length() - there.length())))
			.orElse(null);
	}

	private static String here(ForeignMigration migration) {
		return "/" + migration.path().replaceFirst("^/+", "");
	}

}
