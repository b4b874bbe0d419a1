package io.automigrate.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/**
 * A hot standby that follows a server. It is made the way {@code pg_basebackup} makes
 * one, which the embedded binaries do not have: by a copy of the data directory between
 * {@code pg_backup_start} and {@code pg_backup_stop}. So the primary has to be on this
 * machine.
 */
public final class Standby implements AutoCloseable {

	/** What belongs to the primary's process, or is of no use after a restart. */
	private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "epg-lock",
			"pg_internal.init");

	private static final Set<String> EMPTIED = Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial",
			"pg_snapshots", "pg_stat_tmp", "pg_subtrans");

	private final TestServer primary;

	private final PostgresProcess process;

	private Standby(TestServer primary, PostgresProcess process) {
		this.primary = primary;
		this.process = process;
	}

	/**
	 * Returns whether a standby can be made of a server: whether its files are at hand.
	 * @param primary the server
	 * @return whether {@link #of(TestServer)} works
	 */
	public static boolean possible(TestServer primary) {
		return Files.isWritable(dataDirectory(primary));
	}

	/**
	 * Make a standby of a server, and wait until it answers.
	 * @param primary the server
	 * @return the standby, to be closed by the caller
	 */
	public static Standby of(TestServer primary) {
		PostgresProcess process = new PostgresProcess(TemporaryFiles.folder("standby"), Map.of("hot_standby", "on"));
		Standby standby = new Standby(primary, process);
		try {
			standby.copy();
			process.start();
			standby.catchUp();
			return standby;
		}
		catch (SQLException ex) {
			process.close();
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			process.close();
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the standby as a server that can only be read.
	 * @return the server
	 */
	public TestServer server() {
		return this.process.server();
	}

	/**
	 * Returns the primary's database here.
	 * @param database a database of the primary
	 * @return the same, as the standby has it; not to be closed
	 */
	public TestDatabase database(TestDatabase database) {
		return new TestDatabase(server(), database.name());
	}

	/** Wait until everything that the primary has written by now is here. */
	public void catchUp() {
		// The embedded server commits before it writes, unless a transaction that has
		// written something itself insists.
		this.primary.execute("set synchronous_commit = on", "select pg_logical_emit_message(true, 'standby', '')");
		String written = value(this.primary, "select pg_current_wal_lsn()");
		while (!value(server(), "select coalesce(pg_last_wal_replay_lsn() >= '" + written + "', false)").equals("t")) {
			Waiting.pause(20);
		}
	}

	private void copy() throws SQLException, IOException {
		try (Connection connection = this.primary.connect("postgres");
				Statement statement = connection.createStatement()) {
			boolean renamed = connection.getMetaData().getDatabaseMajorVersion() >= 15;
			statement.execute(renamed ? "select pg_backup_start('standby', true)"
					: "select pg_start_backup('standby', true, false)");
			copyFiles(dataDirectory(this.primary), this.process.directory());
			try (ResultSet row = statement.executeQuery(renamed ? "select labelfile from pg_backup_stop(false)"
					: "select labelfile from pg_stop_backup(false, false)")) {
				row.next();
				Files.writeString(this.process.directory().resolve("backup_label"), row.getString(1));
			}
		}
		Files.createFile(this.process.directory().resolve("standby.signal"));
		Files.writeString(this.process.directory().resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=%s port=%d user=%s password=%s'%n".formatted(this.primary.host(),
						this.primary.port(), this.primary.user(), this.primary.password()));
	}

	private static void copyFiles(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Path target = to.resolve(from.relativize(directory).toString());
				if (!directory.equals(from)) {
					Files.copy(directory, target, StandardCopyOption.COPY_ATTRIBUTES);
				}
				if (EMPTIED.contains(directory.getFileName().toString())) {
					if (directory.endsWith("pg_wal")) {
						Files.createDirectory(target.resolve("archive_status"));
					}
					return FileVisitResult.SKIP_SUBTREE;
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!LEFT_OUT.contains(file.getFileName().toString())) {
					try {
						Files.copy(file, to.resolve(from.relativize(file).toString()));
					}
					catch (NoSuchFileException ex) {
						// Deleted meanwhile, which is replayed.
					}
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) {
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private static Path dataDirectory(TestServer server) {
		return Path.of(value(server, "show data_directory"));
	}

	private static String value(TestServer server, String sql) {
		return new TestDatabase(server, "postgres").query(sql).get(0);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
