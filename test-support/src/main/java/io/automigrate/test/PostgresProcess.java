package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The embedded binaries on a data directory that outlives them, always on the same port.
 */
final class PostgresProcess implements AutoCloseable {

	private final Path directory;

	private final int port = Ports.free();

	/** What is committed outlives a crash of the server, if not one of the machine. */
	private final Map<String, String> settings = new LinkedHashMap<>(
			Map.of("fsync", "off", "autovacuum", "off", "synchronous_commit", "on"));

	private @Nullable EmbeddedPostgres running;

	/**
	 * Create a server that does not run yet.
	 * @param directory where its data is or will be; the server's from now on
	 * @param settings settings beside those that all servers of the tests have
	 */
	PostgresProcess(Path directory, Map<String, String> settings) {
		this.directory = directory;
		this.settings.putAll(settings);
	}

	TestServer server() {
		return new TestServer("localhost", this.port, "postgres", "postgres");
	}

	Path directory() {
		return this.directory;
	}

	void trust(String address) {
		try {
			Files.writeString(this.directory.resolve("pg_hba.conf"), "%nhost all all %s/32 trust%n".formatted(address),
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void start() {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.directory)
			.setCleanDataDirectory(false)
			.setPort(this.port);
		this.settings.forEach(builder::setServerConfig);
		try {
			this.running = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ask it to end in good order, which ends whatever its clients are doing. */
	void stop() {
		EmbeddedPostgres server = this.running;
		this.running = null;
		if (server != null) {
			try {
				server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** End it without any order, as if its machine had lost power. */
	void crash() {
		try {
			long pid = Long.parseLong(Files.readAllLines(this.directory.resolve("postmaster.pid")).get(0));
			Commands.signal("QUIT", pid);
			ProcessHandle.of(pid).ifPresent((handle) -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
			Files.deleteIfExists(this.directory.resolve("postmaster.pid"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		stop();
	}

	@Override
	public void close() {
		stop();
		TemporaryFiles.delete(List.of(this.directory));
	}

}
