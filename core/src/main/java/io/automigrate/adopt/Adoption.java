package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.error.AdoptionRefusedException;
import io.automigrate.history.NewRow;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationFile;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to adopt a project: files to write, and rows for the history.
 *
 * @param project the other tool's files
 * @param request what was asked for
 * @param table the other tool's history, or {@code null} if the database has none
 * @param migrations what becomes of each of its migrations
 * @param files the files that are not there yet
 * @param rows what the history does not have yet, in the order in which it was applied
 * @param notes what is not taken over, or differently
 */
public record Adoption(ForeignProject project, AdoptionRequest request, @Nullable QualifiedName table,
		List<AdoptedMigration> migrations, List<MigrationFile> files, List<NewRow> rows, List<String> notes) {

	public Adoption {
		migrations = List.copyOf(migrations);
		files = List.copyOf(files);
		rows = List.copyOf(rows);
		notes = List.copyOf(notes);
	}

	/**
	 * Work out what is to be done.
	 * @param project the other tool's files
	 * @param request what was asked for
	 * @param history its history, or {@code null} if the database has none
	 * @param graph the migrations that are there, and those that are to be
	 * @param present the names of the files that are there
	 * @param applied what is applied by our own history
	 * @param missing what to do about applied migrations without a file
	 * @return what is to be done
	 * @throws AdoptionRefusedException if something is in the way
	 */
	public static Adoption of(ForeignProject project, AdoptionRequest request, @Nullable ForeignHistory history,
			MigrationGraph graph, Set<String> present, Collection<String> applied, Tolerance missing) {
		List<String> notes = new ArrayList<>(project.notes());
		List<String> refusals = new ArrayList<>(project.refusals());
		Map<String, ImportedRow> known = new HashMap<>();
		List<NewRow> rows = new ArrayList<>();
		if (history != null) {
			notes.addAll(history.notes());
			refusals.addAll(history.refusals());
			history.rows().forEach((row) -> {
				known.put(row.version(), row);
				rows.add(row(row, graph));
			});
			checkMissing(history, missing, notes, refusals);
		}
		Set<String> there = new HashSet<>(applied);
		boolean imported = rows.stream()
			.map(NewRow::version)
			.filter((version) -> !version.startsWith(Migration.REPEATABLE))
			.allMatch(there::contains);
		if (!imported && !there.isEmpty()) {
			refusals.add("The history has " + there.size() + " applied migrations already, and not those of "
					+ project.tool().display() + ". It is adopted where there is none, or the same."
					+ " Let the history say what is applied with stamp.");
		}
		if (!refusals.isEmpty()) {
			throw new AdoptionRefusedException(project.tool().display(), refusals.stream().distinct().toList());
		}
		List<AdoptedMigration> migrations = new ArrayList<>();
		List<MigrationFile> files = new ArrayList<>();
		for (ForeignMigration migration : project.migrations()) {
			MigrationFile file = migration.file();
			ImportedRow row = known.get(migration.version());
			migrations.add(new AdoptedMigration(migration.source(), migration.version(), file.name(),
					(row != null) ? row.appliedAt() : null, row != null));
			Migration kept = graph.find(migration.version());
			if (!present.contains(file.name())) {
				files.add(file);
			}
			else if (kept != null && !kept.checksum().equals(file.parse().checksum())) {
				notes.add(kept.origin() + " is there already, and not what " + migration.source()
						+ " would become; it stays as it is.");
			}
		}
		return new Adoption(project, request, (history != null) ? history.table() : null, migrations, files,
				(imported && !there.isEmpty()) ? List.of() : rows, notes);
	}

	/** What the history has to say of another tool's, where it says nothing yet. */
	static List<NewRow> rows(ForeignProject project, ForeignHistory history, MigrationGraph graph, Tolerance missing) {
		List<String> refusals = new ArrayList<>(project.refusals());
		refusals.addAll(history.refusals());
		checkMissing(history, missing, new ArrayList<>(), refusals);
		if (!refusals.isEmpty()) {
			throw new AdoptionRefusedException(project.tool().display(), refusals);
		}
		return history.rows().stream().map((row) -> row(row, graph)).toList();
	}

	private static void checkMissing(ForeignHistory history, Tolerance missing, List<String> notes,
			List<String> refusals) {
		for (ImportedRow row : history.rows()) {
			String message = "Migration " + row.version() + " (" + row.name()
					+ ") is applied, and its file is not there.";
			if (row.missing() != null && missing == Tolerance.REFUSE) {
				refusals.add(message + " " + row.missing()
						+ ", or let the history have it without one by migration.versioned.missing=WARN.");
			}
			else if (row.missing() != null) {
				notes.add(message);
			}
		}
	}

	private static NewRow row(ImportedRow row, MigrationGraph graph) {
		Migration migration = graph.find(row.version());
		String checksum = (migration != null && !migration.checksum().isEmpty()) ? migration.checksum() : null;
		return new NewRow(row.version(), (migration != null) ? migration.name() : row.name(),
				(migration != null) ? migration.description() : row.description(),
				String.join(", ", graph.dependencies(row.version())), checksum, row.duration(), row.appliedAt(),
				row.appliedBy());
	}

	/**
	 * Add a note.
	 * @param note the note, as a sentence
	 * @return the same with it
	 */
	public Adoption noting(String note) {
		List<String> more = new ArrayList<>(this.notes);
		more.add(note);
		return new Adoption(this.project, this.request, this.table, this.migrations, this.files, this.rows, more);
	}

	/**
	 * Returns whether there is nothing to do.
	 * @return whether all files and rows are there
	 */
	public boolean isEmpty() {
		return this.files.isEmpty() && this.rows.isEmpty();
	}

}
