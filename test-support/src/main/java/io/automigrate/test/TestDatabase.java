package io.automigrate.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database that one test has for itself. Closing it drops it, with whoever is still
 * connected.
 */
public final class TestDatabase implements AutoCloseable {

	private final TestServer server;

	private final String name;

	TestDatabase(TestServer server, String name) {
		this.server = server;
		this.name = name;
	}

	public String name() {
		return this.name;
	}

	public String url() {
		return this.server.url(this.name);
	}

	public TestServer server() {
		return this.server;
	}

	/**
	 * Returns a data source, without a pool, that connects as the server's superuser.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return dataSource(this.server.user(), this.server.password());
	}

	/**
	 * Returns a data source, without a pool, that connects as the given role.
	 * @param user the role
	 * @param password its password
	 * @return the data source
	 */
	public PGSimpleDataSource dataSource(String user, String password) {
		return dataSource(url(), user, password);
	}

	/**
	 * Returns a data source, without a pool, for a database that is reached in some way.
	 * @param url how it is reached
	 * @param user the role
	 * @param password its password
	 * @return the data source
	 */
	public static PGSimpleDataSource dataSource(String url, String user, String password) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		dataSource.setUser(user);
		dataSource.setPassword(password);
		return dataSource;
	}

	/**
	 * Create a role that may log in, named after this database so that tests do not meet.
	 * @param suffix what follows the database's name in the role's
	 * @param options further options of {@code CREATE ROLE}, may be empty
	 * @return the role's name; its password is the same
	 */
	public String createRole(String suffix, String options) {
		String role = this.name + "_" + suffix;
		this.server.execute("create role " + role + " login password '" + role + "' " + options);
		return role;
	}

	/**
	 * Execute statements as superuser.
	 * @param sql the statements, sent as one script
	 */
	public void execute(String sql) {
		try (Connection connection = this.server.connect(this.name); var statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Drop the schema {@code public} with all that is in it, and create it as it was: for
	 * tests that share a database and have nothing outside of that schema. It takes a
	 * twentieth of what another database takes.
	 */
	public void empty() {
		execute("""
				drop schema public cascade;
				create schema public;
				do $$ begin
				if current_setting('server_version_num')::int >= 150000 then
					alter schema public owner to pg_database_owner;
					grant usage on schema public to public;
				else
					grant all on schema public to public;
				end if;
				end $$;
				comment on schema public is 'standard public schema'""");
	}

	/**
	 * Return the first column of a query's rows as text.
	 * @param sql the query
	 * @return the values in the order of the rows; SQL's null as {@code "null"}
	 */
	public List<String> query(String sql) {
		try (Connection connection = this.server.connect(this.name);
				var statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(String.valueOf(rows.getString(1)));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.execute("drop database if exists " + this.name + " with (force)");
	}

}
