package io.automigrate.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A version of an application that knows the schema as it is now, and will go on to write
 * as it does now whatever becomes of the schema. It tries everything that it could do:
 * for each table rows of all kinds to insert, each column and row to update, each row to
 * delete; all of it is rolled back. So the law that a change must not hurt it is: nothing
 * that works before is lost afterwards.
 */
public final class OldVersion {

	private final DataSource dataSource;

	private final List<String> before;

	private OldVersion(DataSource dataSource, List<String> before) {
		this.dataSource = dataSource;
		this.before = List.copyOf(before);
	}

	/**
	 * Get to know the schema, and find out what works.
	 * @param dataSource where its connections come from, as the role that it uses
	 * @param schemas the schemas that it knows
	 * @return the version
	 */
	public static OldVersion of(DataSource dataSource, String... schemas) {
		try (Attempts attempts = new Attempts(dataSource)) {
			List<String> works = new ArrayList<>();
			for (OldTable table : OldTable.read(attempts.statement, schemas)) {
				List<List<String>> rows = table.stored() ? table.candidates(attempts.statement) : List.of();
				List<String> statements = new ArrayList<>(rows.stream().map(table::insert).toList());
				for (List<String> row : rows) {
					if (attempts.failure(table.insert(row)) == null) {
						statements.addAll(table.variations(row));
						break;
					}
				}
				statements.addAll(table.others());
				for (String sql : statements) {
					if (attempts.failure(sql) == null) {
						works.add(sql);
					}
				}
			}
			return new OldVersion(dataSource, works);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns what worked when the schema was new to it.
	 * @return statements
	 */
	public Set<String> before() {
		return Set.copyOf(this.before);
	}

	/**
	 * Try everything again that worked.
	 * @return what does not work any more, each with what PostgreSQL says
	 */
	public List<String> lost() {
		try (Attempts attempts = new Attempts(this.dataSource)) {
			List<String> lost = new ArrayList<>();
			for (String sql : this.before) {
				String failure = attempts.failure(sql);
				if (failure != null) {
					lost.add(sql + ": " + failure);
				}
			}
			return lost;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
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

	/**
	 * A transaction in which things are tried, each as if nothing had been tried before.
	 */
	private static final class Attempts implements AutoCloseable {

		private final Connection connection;

		private final Statement statement;

		Attempts(DataSource dataSource) throws SQLException {
			this.connection = dataSource.getConnection();
			this.connection.setAutoCommit(false);
			this.statement = this.connection.createStatement();
			this.statement
				.execute("set local lock_timeout = '5s'; set constraints all immediate; savepoint nothing_tried");
		}

		/**
		 * Try something.
		 * @return why it does not work, or {@code null} if it does
		 */
		@Nullable String failure(String sql) throws SQLException {
			try {
				this.statement.execute(sql);
				return null;
			}
			catch (SQLException ex) {
				if (this.connection.isClosed()) {
					throw ex;
				}
				return ex.getMessage();
			}
			finally {
				if (!this.connection.isClosed()) {
					this.statement.execute("rollback to savepoint nothing_tried");
				}
			}
		}

		@Override
		public void close() throws SQLException {
			this.connection.rollback();
			this.connection.close();
		}

	}

}
