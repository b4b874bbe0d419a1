package io.automigrate.test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

/**
 * A writer and a reader for each of some tables, who work all the time and measure how
 * long they are kept waiting.
 */
public final class LoadMeter implements AutoCloseable {

	/** What takes longer has been kept waiting. */
	private static final Duration STALL = Duration.ofMillis(50);

	/** Between two statements, so that the machine has room for what is measured. */
	private static final int PAUSE_MILLIS = 2;

	private final List<Thread> threads = new ArrayList<>();

	private final List<Client> clients = new ArrayList<>();

	private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

	private volatile boolean stopping;

	private LoadMeter() {
	}

	/**
	 * A table to work with, which has columns {@code id}, an integer, and {@code visits}.
	 *
	 * @param name the table's name, as SQL
	 * @param rows how many rows it has, with an {@code id} from 1 on
	 */
	public record Target(String name, int rows) {

	}

	/**
	 * What one client has met.
	 *
	 * @param table the table
	 * @param kind {@code reader} or {@code writer}
	 * @param statements how many statements it has completed
	 * @param longest the longest time that one of them took
	 * @param stalled the time of all that took longer than 50 ms
	 * @param total for how long it was measured
	 */
	public record Load(String table, String kind, long statements, Duration longest, Duration stalled, Duration total) {

		/**
		 * Returns the stalled share of the time.
		 * @return the share, from 0 to 1
		 */
		public double share() {
			return (double) this.stalled.toNanos() / Math.max(1, this.total.toNanos());
		}

		/**
		 * Returns this as a line of the table whose head {@link LoadMeter#HEAD} is.
		 * @param change what was done meanwhile
		 * @return a line of Markdown
		 */
		public String row(String change) {
			return String.format(Locale.ROOT, "| %s | %s | %s | %d | %d | %.1f %% |", change, this.table, this.kind,
					this.statements, this.longest.toMillis(), 100 * share());
		}

	}

	/** The head of a table of loads in Markdown. */
	public static final String HEAD = "| change | table | client | statements | longest stall, ms | stalled |\n"
			+ "|---|---|---|---:|---:|---:|";

	/**
	 * Start to work.
	 * @param dataSource where connections come from
	 * @param targets the tables
	 * @return a meter, to be stopped or closed
	 */
	public static LoadMeter start(DataSource dataSource, Target... targets) {
		LoadMeter meter = new LoadMeter();
		for (Target target : targets) {
			meter.add(dataSource, new Client(target, "writer", "update %s set visits = visits + 1 where id = ?"));
			meter.add(dataSource, new Client(target, "reader", "select visits from %s where id = ?"));
		}
		meter.threads.forEach(Thread::start);
		meter.clients.forEach(Client::awaitReady);
		return meter;
	}

	private void add(DataSource dataSource, Client client) {
		this.clients.add(client);
		Thread thread = new Thread(() -> {
			try (Connection connection = dataSource.getConnection()) {
				client.work(connection, this);
			}
			catch (SQLException ex) {
				this.failures.add(ex);
			}
			finally {
				client.ready.countDown();
			}
		}, client.kind + " of " + client.target.name());
		thread.setDaemon(true);
		this.threads.add(thread);
	}

	/**
	 * Stop, and tell what was met.
	 * @return one for each client
	 */
	public List<Load> stop() {
		close();
		if (!this.failures.isEmpty()) {
			throw new AssertionError("A client failed: " + this.failures);
		}
		return this.clients.stream().map(Client::load).toList();
	}

	@Override
	public void close() {
		this.stopping = true;
		for (Thread thread : this.threads) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** One thread's work. */
	private static final class Client {

		private final Target target;

		private final String kind;

		private final String sql;

		private final CountDownLatch ready = new CountDownLatch(1);

		private long statements;

		private long longest;

		private long stalled;

		private long total;

		Client(Target target, String kind, String sql) {
			this.target = target;
			this.kind = kind;
			this.sql = sql.formatted(target.name());
		}

		void work(Connection connection, LoadMeter meter) throws SQLException {
			SplittableRandom random = new SplittableRandom(this.sql.hashCode());
			try (PreparedStatement statement = connection.prepareStatement(this.sql)) {
				once(statement, random);
				this.ready.countDown();
				long start = System.nanoTime();
				while (!meter.stopping) {
					long before = System.nanoTime();
					once(statement, random);
					long took = System.nanoTime() - before;
					this.statements++;
					this.longest = Math.max(this.longest, took);
					this.stalled += (took > STALL.toNanos()) ? took : 0;
					Waiting.pause(PAUSE_MILLIS);
				}
				this.total = System.nanoTime() - start;
			}
		}

		private void once(PreparedStatement statement, SplittableRandom random) throws SQLException {
			statement.setInt(1, 1 + random.nextInt(this.target.rows()));
			statement.execute();
		}

		void awaitReady() {
			try {
				this.ready.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		Load load() {
			return new Load(this.target.name(), this.kind, this.statements, Duration.ofNanos(this.longest),
					Duration.ofNanos(this.stalled), Duration.ofNanos(this.total));
		}

	}

}
