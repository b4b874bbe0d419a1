package io.automigrate.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

import io.automigrate.schema.Schema;
import io.automigrate.sql.Identifier;

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
	 * Look for a table, view or sequence, at the price of one short question.
	 * @param connection a connection
	 * @param schemas the names of the schemas
	 * @return whether one of them has any
	 * @throws SQLException if the catalogs cannot be read
	 */
	public static boolean hasRelations(Connection connection, Collection<String> schemas) throws SQLException {
		String names = Identifier.literals(schemas);
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"""
								SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
									WHERE c.relnamespace IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname IN (%s))
										AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relname <> %s)"""
							.formatted(names, Identifier.literal(CatalogFingerprint.STATE_TABLE)))) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Read schemas, in two trips.
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
		return new Schema(database.namespaces(), database.extensions(), types.enums(), types.domains(),
				views.composites(), sequences.sequences(), routines.routines(), tables.tables(parts),
				views.views(parts), others.others(), uses.uses());
	}

}
