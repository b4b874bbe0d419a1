package io.automigrate.production;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/**
 * Another client behind a pooler, which looks all the time what its connection is like,
 * and remembers all that it has ever been.
 */
final class SettingsSampler implements AutoCloseable {

	/** Of its own, in each transaction the one that a client before it has left. */
	private static final String SAMPLE = """
			select concat_ws(', ', 'user ' || current_user, 'session user ' || session_user,
				(select string_agg(name || ' ' || setting, ', ' order by name) from pg_settings
					where source = 'session' and name not in ('client_encoding', 'transaction_isolation',
						'transaction_read_only', 'transaction_deferrable')),
				(select 'temporary ' || string_agg(relname, ' ') from pg_class
					where relnamespace = pg_my_temp_schema() having count(*) > 0),
				(select 'advisory locks ' || count(*) from pg_locks
					where locktype = 'advisory' and pid = pg_backend_pid() having count(*) > 0),
				(select 'prepared ' || string_agg(name, ' ') from pg_prepared_statements having count(*) > 0),
				(select 'cursors ' || string_agg(name, ' ') from pg_cursors where name <> '' having count(*) > 0),
				(select 'listens ' || string_agg(channel, ' ') from pg_listening_channels() channel having count(*) > 0))
			""";

	private final Set<String> seen = new ConcurrentSkipListSet<>();

	private final AtomicInteger samples = new AtomicInteger();

	private final Thread thread;

	private volatile boolean stopping;

	SettingsSampler(DataSource dataSource) {
		this.thread = new Thread(() -> {
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				while (!this.stopping) {
					sample(statement);
					Thread.sleep(1);
				}
			}
			catch (SQLException | InterruptedException ex) {
				this.seen.add("failed: " + ex);
			}
		}, "sampler");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void sample(Statement statement) throws SQLException {
		try (ResultSet row = statement.executeQuery(SAMPLE)) {
			row.next();
			this.seen.add(row.getString(1));
			this.samples.incrementAndGet();
		}
	}

	int samples() {
		return this.samples.get();
	}

	/**
	 * Returns all that was seen.
	 * @return what connections were like, each once
	 */
	Set<String> seen() {
		return new TreeSet<>(this.seen);
	}

	@Override
	public void close() {
		this.stopping = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
