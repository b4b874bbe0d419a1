package io.automigrate.adopt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

import io.automigrate.error.AdoptionRefusedException;
import io.automigrate.history.NewRow;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.FlywayFormat;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationSet;
import io.automigrate.versioned.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * What another tool's history says.
 *
 * @param table its table
 * @param rows what is applied, in the order in which it was
 * @param notes what is not taken over
 * @param refusals what is in the way, with the way out
 */
public record ForeignHistory(QualifiedName table, List<ImportedRow> rows, List<String> notes, List<String> refusals) {

	public ForeignHistory {
		rows = List.copyOf(rows);
		notes = List.copyOf(notes);
		refusals = List.copyOf(refusals);
	}

	/**
	 * Read a history. Changes nothing.
	 * @param connection a connection
	 * @param schemas where to look for the table
	 * @param project the files that it is about
	 * @param request what was asked for
	 * @param graph the migrations as they will be
	 * @return the history, or {@code null} if there is no such table
	 * @throws AdoptionRefusedException if a table was named, and there is none
	 * @throws SQLException if it cannot be read
	 */
	public static @Nullable ForeignHistory read(Connection connection, List<String> schemas, ForeignProject project,
			AdoptionRequest request, MigrationGraph graph) throws SQLException {
		String stated = (request.table() != null) ? request.table() : request.of(project.tool()).table();
		QualifiedName name = find(connection, schemas, project.tool(), stated);
		if (name == null && request.table() != null) {
			throw new AdoptionRefusedException(project.tool().display(),
					List.of("There is no table \"" + request.table() + "\" in " + String.join(", ", schemas)
							+ ". Correct --table; a name is taken as it is, in upper or lower case."));
		}
		return (name != null) ? read(connection, name, project, graph) : null;
	}

	/**
	 * Read which migrations of Flyway count as applied, as long as our own history is
	 * empty. Changes nothing.
	 * @param connection a connection
	 * @param schemas where to look for Flyway's table
	 * @param set the files, which run as they are
	 * @param missing what to do about applied migrations without a file
	 * @return the rows that our history is to have; none where the files are not Flyway's
	 * @throws AdoptionRefusedException if history and files do not fit
	 * @throws SQLException if it cannot be read
	 */
	public static List<NewRow> inherited(Connection connection, List<String> schemas, MigrationSet set,
			Tolerance missing) throws SQLException {
		if (!(set.format() instanceof FlywayFormat format)) {
			return List.of();
		}
		QualifiedName name = find(connection, schemas, MigrationTool.FLYWAY, format.table());
		ForeignProject project = FlywayProject.of(set, format);
		if (name == null || project == null) {
			return List.of();
		}
		return Adoption.rows(project, read(connection, name, project, set.graph()), set.graph(), missing);
	}

	private static ForeignHistory read(Connection connection, QualifiedName name, ForeignProject project,
			MigrationGraph graph) throws SQLException {
		return switch (project.tool()) {
			case FLYWAY -> new FlywayHistory(project, graph).read(connection, name);
			case LIQUIBASE -> new LiquibaseHistory(project).read(connection, name);
		};
	}

	private static @Nullable QualifiedName find(Connection connection, List<String> schemas, MigrationTool tool,
			@Nullable String named) throws SQLException {
		String table = (named != null) ? named.substring(named.indexOf('.') + 1) : tool.table();
		List<String> places = (named != null && named.contains(".")) ? List.of(named.substring(0, named.indexOf('.')))
				: schemas;
		for (String schema : places) {
			QualifiedName name = new QualifiedName(schema, table);
			if (exists(connection, name)) {
				return name;
			}
		}
		return null;
	}

	private static boolean exists(Connection connection, QualifiedName table) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT pg_catalog.to_regclass(" + Identifier.literal(table.quoted()) + ") IS NOT NULL")) {
			return row.next() && row.getBoolean(1);
		}
	}

	static @Nullable Instant instant(@Nullable Timestamp timestamp) {
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

}
