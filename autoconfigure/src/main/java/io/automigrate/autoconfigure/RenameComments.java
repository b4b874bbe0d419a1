package io.automigrate.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.RenamedFrom;
import io.automigrate.sql.Identifier;

/**
 * Gathers what {@link RenamedFrom} says, as the comments that a source's script begins
 * with. The same text for the same renames, since it is part of what the script is known
 * by.
 */
public final class RenameComments {

	private final Set<String> lines = new TreeSet<>();

	private final Map<String, String> newNames = new HashMap<>();

	/**
	 * Add the rename of a table.
	 * @param table the new name as it stands in the script
	 * @param oldName the old name as the database has it
	 * @param place where the annotation stands
	 * @throws MigrationSetupException if the old name is none, or also that of another
	 * table
	 */
	public void table(String table, String oldName, String place) {
		add("table", table.substring(0, table.lastIndexOf('.') + 1), table, oldName, place);
	}

	/**
	 * Add the rename of a column.
	 * @param table the table by its new name, as it stands in the script
	 * @param column the new name as it stands in the script
	 * @param oldName the old name as the database has it
	 * @param place where the annotation stands
	 * @throws MigrationSetupException if the old name is none, or also that of another
	 * column of the table
	 */
	public void column(String table, String column, String oldName, String place) {
		add("column", table, table + "." + column, oldName, place);
	}

	private void add(String kind, String owner, String newName, String oldName, String place) {
		if (oldName.isBlank() || oldName.lines().count() > 1) {
			throw new MigrationSetupException("@RenamedFrom on %s names no %s.".formatted(place, kind),
					"Write the old name of the %s as its value, or remove it.".formatted(kind));
		}
		String other = this.newNames.putIfAbsent(kind + " " + owner + " " + oldName, newName);
		if (other != null && !other.equals(newName)) {
			throw new MigrationSetupException(
					"@RenamedFrom on %s cannot be followed: the %s \"%s\" would become both %s and %s.".formatted(place,
							kind, oldName, other, newName),
					"Remove it, and say which it is with migration.schema.renames.");
		}
		this.lines.add("-- %s %s renamed from %s\n".formatted(kind, newName, Identifier.quote(oldName)));
	}

	/**
	 * Return the error for an annotation that stands where it means no table or column.
	 * @param place where it stands
	 * @param reason why it does not, as the rest of a sentence
	 * @return the error
	 */
	public static MigrationSetupException misplaced(String place, String reason) {
		return new MigrationSetupException("@RenamedFrom on %s cannot be followed: %s.".formatted(place, reason),
				"Remove it, and say what is renamed with migration.schema.renames.");
	}

	/**
	 * Return all comments.
	 * @return the comments, each on a line of its own; empty if there is none
	 */
	public String text() {
		return String.join("", this.lines);
	}

}
