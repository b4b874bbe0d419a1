package io.automigrate.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A version of an application that knows the schema as it is now, and will go on to write
 * as it does now whatever becomes of the schema. It tries everything that it could do:
 * for each table rows of all kinds to insert, each column and row to update, each row to
 * delete; each in a savepoint that is rolled back. So the law that a change must not hurt
 * it is: nothing that works before is lost afterwards.
 */
public final class OldVersion {

	private final DataSource dataSource;

	private final List<String> statements;

	private final Set<String> before;

	private OldVersion(DataSource dataSource, List<String> statements) {
		this.dataSource = dataSource;
		this.statements = List.copyOf(statements);
		this.before = works();
	}

	/**
	 * Get to know the schema, and find out what works.
	 * @param dataSource where its connections come from, as the role that it uses
	 * @param schemas the schemas that it knows
	 * @return the version
	 */
	public static OldVersion of(DataSource dataSource, String... schemas) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			List<String> statements = new ArrayList<>();
			for (OldTable table : OldTable.read(statement, schemas)) {
				List<List<String>> rows = table.stored() ? table.candidates(statement) : List.of();
				rows.forEach((row) -> statements.add(table.insert(row)));
				if (!rows.isEmpty()) {
					statements.addAll(table.variations(first(connection, statement, table, rows)));
				}
				statements.addAll(table.others());
			}
			connection.rollback();
			return new OldVersion(dataSource, statements);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The first row that can be inserted at all. */
	private static List<String> first(Connection connection, Statement statement, OldTable table,
			List<List<String>> rows) throws SQLException {
		for (List<String> row : rows) {
			if (works(connection, statement, table.insert(row))) {
				return row;
			}
		}
		return rows.get(0);
	}

	/**
	 * Returns what worked when the schema was new to it.
	 * @return statements
	 */
	public Set<String> before() {
		return Set.copyOf(this.before);
	}

	/**
	 * Try everything again.
	 * @return what worked before and does not now, each with what PostgreSQL says
	 */
	public List<String> lost() {
		Set<String> lost = new LinkedHashSet<>(this.before);
		lost.removeAll(works());
		return explained(lost);
	}

	/** Try everything that it could do. */
	private Set<String> works() {
		Set<String> works = new TreeSet<>();
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("set local lock_timeout = '5s'");
			for (String sql : this.statements) {
				if (works(connection, statement, sql)) {
					works.add(sql);
				}
			}
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return works;
	}

	private static boolean works(Connection connection, Statement statement, String sql) throws SQLException {
		return failure(connection, statement, sql) == null;
	}

	private static @Nullable SQLException failure(Connection connection, Statement statement, String sql)
			throws SQLException {
		Savepoint before = connection.setSavepoint();
		try {
			statement.execute(sql);
			statement.execute("set constraints all immediate");
			return null;
		}
		catch (SQLException ex) {
			return ex;
		}
		finally {
			connection.rollback(before);
		}
	}

	private List<String> explained(Collection<String> lost) {
		List<String> explained = new ArrayList<>();
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (String sql : lost) {
				SQLException failure = failure(connection, statement, sql);
				explained.add(sql + ": " + ((failure != null) ? failure.getMessage() : "works now"));
			}
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return explained;
	}

	/** One column of a query. */
	static List<String> query(Statement statement, String sql) throws SQLException {
		try (ResultSet rows = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

}
