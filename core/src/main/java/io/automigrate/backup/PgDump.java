package io.automigrate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.automigrate.error.BackupFailedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Runs {@code pg_dump} of the server's own major version, in its custom format: restore
 * it with {@code pg_restore}. The password goes to it by its environment, never by an
 * argument.
 */
public final class PgDump implements MigrationBackup {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

	/** What pg_dump's custom format begins with. */
	private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);

	private static final int TOLD_CHARACTERS = 1_000;

	private final Path directory;

	private final @Nullable Path executable;

	private final Supplier<@Nullable String> password;

	private final Clock clock;

	/**
	 * Create a backup to a directory.
	 * @param directory where the files go; made if it is not there
	 * @param executable the program, or {@code null} to look for the server's major
	 * version where packages put it and on the path
	 * @param password the password of the connection's role; where it gives {@code null},
	 * that of the URL, of {@code PGPASSWORD} or {@code ~/.pgpass}
	 */
	public PgDump(Path directory, @Nullable Path executable, Supplier<@Nullable String> password) {
		this.directory = directory;
		this.executable = executable;
		this.password = password;
		this.clock = Clock.systemUTC();
	}

	/**
	 * Returns the same to another directory.
	 * @param other where the files go
	 * @return a backup
	 */
	public PgDump to(Path other) {
		return new PgDump(other, this.executable, this.password);
	}

	@Override
	public String make(BackupRequest request) throws IOException, InterruptedException {
		Path program = program(request.major());
		Files.createDirectories(this.directory, mine("rwx------"));
		Path file = this.directory.resolve(request.database().replaceAll("[^A-Za-z0-9._-]", "_") + "-"
				+ TIMESTAMP.format(this.clock.instant()) + ".dump");
		Path partial = file.resolveSibling(file.getFileName() + ".partial");
		try {
			Files.deleteIfExists(partial);
			Files.createFile(partial, mine("rw-------"));
			dump(program, partial, request);
			byte[] start = new byte[MAGIC.length];
			try (InputStream stream = Files.newInputStream(partial)) {
				int read = stream.readNBytes(start, 0, start.length);
				if (read < start.length || !Arrays.equals(start, MAGIC)) {
					throw new BackupFailedException(program + " wrote no backup: " + partial + " is empty or no dump.",
							"Look at the program that migration.backup.pg-dump names.");
				}
			}
			Files.move(partial, file);
			return file.toAbsolutePath() + " (" + Files.size(file) + " bytes)";
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	/** For nobody else, where files have permissions. */
	private static FileAttribute<?>[] mine(String permissions) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	private void dump(Path program, Path file, BackupRequest request) throws IOException, InterruptedException {
		Run run = run(request.budget(), environment(request), program.toString(), "--format=custom", "--no-password",
				"--file", file.toString());
		if (run.code() != 0) {
			throw new BackupFailedException(program + " failed with exit code " + run.code() + ": " + run.said(),
					"Correct what it says, or set migration.backup.pg-dump.");
		}
	}

	private Map<String, String> environment(BackupRequest request) {
		Map<String, String> environment = new HashMap<>();
		PGSimpleDataSource url = new PGSimpleDataSource();
		url.setUrl(request.url());
		environment.put("PGHOST", String.join(",", url.getServerNames()));
		environment.put("PGPORT",
				Arrays.stream(url.getPortNumbers()).mapToObj(String::valueOf).collect(Collectors.joining(",")));
		put(environment, "PGSSLMODE", url.getSslMode());
		put(environment, "PGSSLROOTCERT", url.getSslRootCert());
		put(environment, "PGSSLCERT", url.getSslCert());
		put(environment, "PGPASSWORD", url.getPassword());
		put(environment, "PGPASSWORD", this.password.get());
		environment.put("PGUSER", request.user());
		environment.put("PGDATABASE", request.database());
		return environment;
	}

	private static void put(Map<String, String> environment, String variable, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			environment.put(variable, value);
		}
	}

	/** The program of the server's own major version. */
	private Path program(int major) throws IOException, InterruptedException {
		List<Path> candidates = (this.executable != null) ? List.of(this.executable)
				: List.of(Path.of("/usr/lib/postgresql/" + major + "/bin/pg_dump"),
						Path.of("/usr/pgsql-" + major + "/bin/pg_dump"),
						Path.of("/opt/homebrew/opt/postgresql@" + major + "/bin/pg_dump"),
						Path.of("/usr/local/opt/postgresql@" + major + "/bin/pg_dump"), Path.of("pg_dump"));
		List<String> found = new ArrayList<>();
		for (Path candidate : candidates) {
			String version = version(candidate);
			if (version != null && version.equals(String.valueOf(major))) {
				return candidate;
			}
			if (version != null) {
				found.add(candidate + " is of version " + version);
			}
		}
		throw new BackupFailedException(
				"There is no pg_dump of PostgreSQL " + major + ", the server's version, to make a backup with"
						+ (found.isEmpty() ? "" : ": " + String.join(", ", found)) + ".",
				"Install its client (Debian: postgresql-client-" + major
						+ "), say with migration.backup.pg-dump where it is, or declare a bean of type MigrationBackup.");
	}

	private static @Nullable String version(Path program) throws InterruptedException {
		try {
			Matcher matcher = VERSION
				.matcher(run(Duration.ofSeconds(10), Map.of(), program.toString(), "--version").said());
			return matcher.find() ? matcher.group(1) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static Run run(Duration budget, Map<String, String> environment, String... command)
			throws IOException, InterruptedException {
		Path said = Files.createTempFile("automigrate", ".log");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(ProcessBuilder.Redirect.from(Path.of(nothing()).toFile()))
				.redirectOutput(said.toFile());
			builder.environment().putAll(environment);
			Process process = builder.start();
			try {
				if (!process.waitFor(budget.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new BackupFailedException(
							command[0] + " was not done within " + budget.toSeconds() + " s, and was ended.",
							"Raise migration.backup.timeout (MIGRATION_BACKUP_TIMEOUT).");
				}
			}
			finally {
				process.destroyForcibly();
			}
			String text = Files.readString(said, StandardCharsets.UTF_8).strip();
			return new Run(process.exitValue(), text.substring(Math.max(0, text.length() - TOLD_CHARACTERS)));
		}
		finally {
			Files.deleteIfExists(said);
		}
	}

	private static String nothing() {
		return System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";
	}

	/** How a program ended, and the end of what it said. */
	private record Run(int code, String said) {

	}

}
