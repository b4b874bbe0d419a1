package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A pgbouncer in front of a database, with few connections of its own, so that clients
 * meet on them. Takes the program of Debian's package.
 */
public final class PgBouncer implements AutoCloseable {

	private static final String PROGRAM = "/usr/sbin/pgbouncer";

	/** The environment that insists on it. */
	private static final String REQUIRED = "REQUIRE_PGBOUNCER";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestDatabase database;

	private final Path folder = TemporaryFiles.folder("pgbouncer");

	private final int port = Ports.free();

	private final Process process;

	private PgBouncer(TestDatabase database, Mode mode, int poolSize, List<String> roles) {
		this.database = database;
		try {
			this.process = launch(mode, poolSize, roles);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Waiting.until("pgbouncer answers", PATIENCE, this::answers);
	}

	/**
	 * For how long a client keeps a connection to the server.
	 */
	public enum Mode {

		SESSION, TRANSACTION

	}

	/**
	 * Returns whether there is a pgbouncer. Where there is none, says so; where the
	 * environment variable {@code REQUIRE_PGBOUNCER} is {@code true}, fails.
	 * @return whether {@link #start(TestDatabase, Mode, int, String...)} works
	 */
	public static boolean available() {
		return Commands.available(PROGRAM, REQUIRED, "pgbouncer");
	}

	/**
	 * Start one in front of a database.
	 * @param database the database
	 * @param mode for how long a client keeps a connection
	 * @param poolSize how many connections to the server each role has
	 * @param roles roles that may come through beside the superuser, each with its name
	 * as password
	 * @return the pooler, to be closed by the caller
	 */
	public static PgBouncer start(TestDatabase database, Mode mode, int poolSize, String... roles) {
		return new PgBouncer(database, mode, poolSize, List.of(roles));
	}

	public int port() {
		return this.port;
	}

	public String url() {
		return "jdbc:postgresql://localhost:" + this.port + "/" + this.database.name();
	}

	/**
	 * Returns a data source, without a pool, that goes through here. As everybody does
	 * behind such a pooler, it prepares no statements on the server.
	 * @return the data source, of the superuser
	 */
	public PGSimpleDataSource dataSource() {
		return dataSource(this.database.server().user(), this.database.server().password());
	}

	/**
	 * Returns a data source, without a pool, that goes through here.
	 * @param user the role
	 * @param password its password
	 * @return the data source
	 */
	public PGSimpleDataSource dataSource(String user, String password) {
		PGSimpleDataSource dataSource = TestDatabase.dataSource(url(), user, password);
		dataSource.setPrepareThreshold(0);
		return dataSource;
	}

	private Process launch(Mode mode, int poolSize, List<String> roles) throws IOException {
		TestServer server = this.database.server();
		List<String> users = new ArrayList<>(List.of(user(server.user(), server.password())));
		roles.forEach((role) -> users.add(user(role, role)));
		Path list = this.folder.resolve("users.txt");
		Files.write(list, users);
		Path ini = this.folder.resolve("pgbouncer.ini");
		Files.writeString(ini, """
				[databases]
				* = host=%s port=%d
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = trust
				auth_file = %s
				pool_mode = %s
				default_pool_size = %d
				max_client_conn = 100
				ignore_startup_parameters = extra_float_digits
				server_idle_timeout = 600
				""".formatted(server.host().equals("localhost") ? "127.0.0.1" : server.host(), server.port(), this.port,
				list, mode.name().toLowerCase(Locale.ROOT), poolSize));
		// It refuses to be the superuser, and whoever it becomes has to read these.
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		List<String> words = new ArrayList<>(List.of(PROGRAM, "-q"));
		if (Commands.root()) {
			words.addAll(List.of("-u", "nobody"));
		}
		words.add(ini.toString());
		return new ProcessBuilder(words).redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("pgbouncer.log").toFile())
			.start();
	}

	private static String user(String name, String password) {
		return "\"" + name + "\" \"" + password + "\"";
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			if (!this.process.isAlive()) {
				throw new AssertionError("pgbouncer ended: " + log());
			}
			return false;
		}
	}

	private String log() {
		try {
			return Files.readString(this.folder.resolve("pgbouncer.log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		TemporaryFiles.delete(List.of(this.folder));
	}

}
