package io.automigrate.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

import io.automigrate.schema.Schema;

/**
 * Reads the managed schemas from the catalogs. Both sides of a comparison are read by
 * this class. The connection's {@code search_path} must be empty, so that PostgreSQL
 * prints every name in full.
 */
public final class CatalogReader {

	private CatalogReader() {
	}

	/**
	 * Read schemas that the present transaction has filled. There are no statistics of
	 * what it has made, or such that say nothing is there, and by these a nested loop
	 * would go through a catalog for each row of another.
	 * @param connection a connection in a transaction, whose {@code search_path} is empty
	 * @param schemas the names of the schemas as the catalogs have them
	 * @param names what the names that the catalogs print stand for
	 * @return the schemas
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static Schema readOwn(Connection connection, Collection<String> schemas, NameMapping names)
			throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET LOCAL enable_nestloop = off");
			Schema schema = read(connection, schemas, names);
			statement.execute("SET LOCAL enable_nestloop = DEFAULT");
			return schema;
		}
	}

	/**
	 * Read schemas, in two trips, or three where definitions are to be printed.
	 * @param connection a connection whose {@code search_path} is empty
	 * @param schemas the names of the schemas as the catalogs have them; those that do
	 * not exist are passed over
	 * @param names what the names that the catalogs print stand for
	 * @return the schemas
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static Schema read(Connection connection, Collection<String> schemas, NameMapping names)
			throws SQLException {
		CatalogQueries queries = new CatalogQueries(connection, schemas);
		CatalogObjects objects = new CatalogObjects(names, queries);
		DatabaseReader database = new DatabaseReader(objects, queries);
		UsesReader uses = new UsesReader(objects, queries);
		TypeReader types = new TypeReader(objects, queries);
		RoutineReader routines = new RoutineReader(objects, queries);
		SequenceReader sequences = new SequenceReader(objects, queries);
		TableReader tables = new TableReader(objects, uses, sequences, queries);
		ViewReader views = new ViewReader(objects, queries);
		PartReader parts = new PartReader(objects, queries);
		OtherReader others = new OtherReader(objects, queries);
		queries.run(connection);
		parts.askAgain(queries);
		queries.run(connection);
		return new Schema(database.namespaces(), database.extensions(), types.enums(), types.domains(),
				views.composites(), sequences.sequences(), routines.routines(), tables.tables(parts),
				views.views(parts), others.others(), uses.otherUses(others), uses.uses());
	}

}
