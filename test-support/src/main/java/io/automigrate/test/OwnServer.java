package io.automigrate.test;

import java.util.Map;

/**
 * A server that one test has for itself, with settings of its own, to be stopped and
 * started again. Always the embedded binaries.
 */
public final class OwnServer implements AutoCloseable {

	private final PostgresProcess process;

	private OwnServer(PostgresProcess process) {
		this.process = process;
	}

	/**
	 * Start a server.
	 * @param settings settings of PostgreSQL's own, such as {@code max_connections}
	 * @return the server, to be closed by the caller
	 */
	public static OwnServer start(Map<String, String> settings) {
		PostgresProcess process = new PostgresProcess(TemporaryFiles.folder("server"), settings);
		process.start();
		return new OwnServer(process);
	}

	/**
	 * Returns where it is reached, which stays the same when it is started again.
	 * @return the server
	 */
	public TestServer server() {
		return this.process.server();
	}

	/**
	 * Create an empty database.
	 * @return the database, to be closed by the caller or together with the server
	 */
	public TestDatabase createDatabase() {
		return server().createDatabase();
	}

	/**
	 * Let connections from an address in without a password.
	 * @param address the address
	 */
	public void trust(String address) {
		this.process.trust(address);
		server().execute("select pg_reload_conf()");
	}

	/** Stop it in good order. */
	public void stop() {
		this.process.stop();
	}

	/** Start it after it was stopped or has crashed. */
	public void start() {
		this.process.start();
	}

	/** End it without any order. */
	public void crash() {
		this.process.crash();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
