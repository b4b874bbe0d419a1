package io.automigrate.execute;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.history.InstancesTable;
import io.automigrate.history.LiveInstance;
import io.automigrate.history.TableAccess;
import io.automigrate.source.SchemaSource;
import org.jspecify.annotations.Nullable;

/**
 * A running instance of the application, which other releases can see in the database, so
 * that a newer one does not take from it what it works with. Never makes the table, which
 * is a run's work, and never waits for long.
 */
public final class Instance {

	private static final int PATIENCE_SECONDS = 5;

	private final DataSource dataSource;

	private final MigrationSettings settings;

	private final List<SchemaSource> sources;

	private final InstancesTable table;

	private final UUID id = UUID.randomUUID();

	private @Nullable LiveInstance described;

	/**
	 * Create an instance that nobody sees yet.
	 * @param dataSource where the connections come from
	 * @param sources what tells its release from others
	 * @param settings which application and release it is
	 */
	public Instance(DataSource dataSource, List<SchemaSource> sources, MigrationSettings settings) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.sources = sources;
		this.table = new InstancesTable(settings.schemas().isEmpty() ? null : settings.schemas().get(0));
	}

	/**
	 * Say that the instance is there. Others take it for alive for a minute.
	 * @return whether others can see it
	 * @throws MigrationException if the database cannot be reached
	 */
	public synchronized Visibility beat() {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				TableAccess access = this.table.access(connection);
				if (!access.exists() || readsOnly(connection)) {
					return Visibility.NO_TABLE;
				}
				if (!access.writable()) {
					return Visibility.NO_PRIVILEGE;
				}
				this.table.beat(connection, describe());
				return Visibility.VISIBLE;
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	/**
	 * Say that the instance is gone.
	 * @throws MigrationException if the database cannot be reached
	 */
	public synchronized void leave() {
		if (this.described == null) {
			return;
		}
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				this.table.leave(connection, this.id);
				this.described = null;
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}
		catch (SQLException ex) {
			throw DatabaseUnavailableException.of(ex);
		}
	}

	private static boolean readsOnly(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(PATIENCE_SECONDS);
			try (var row = statement.executeQuery("SELECT current_setting('transaction_read_only')::boolean")) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

	private LiveInstance describe() {
		LiveInstance known = this.described;
		if (known == null) {
			ReleaseSettings release = this.settings.release();
			known = new LiveInstance(this.id, this.settings.application(), release.unit(), release.mark(),
					new Desired(this.sources, this.settings).sourceFingerprint(), host(), ProcessHandle.current().pid(),
					0);
			this.described = known;
		}
		return known;
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

	/**
	 * Whether others can see an instance.
	 */
	public enum Visibility {

		/** They can. */
		VISIBLE,

		/** No run has made the table yet, or the database only reads. */
		NO_TABLE,

		/** The role may not write the table. */
		NO_PRIVILEGE

	}

}
