package io.automigrate.cli;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.Utf8Text;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Understands what {@code --from} and {@code --to} name: a database, a schema in it,
 * files, or what the application around the command gave a name.
 */
final class Sides {

	private static final String JDBC = "jdbc:";

	private final Map<String, SchemaSide> known;

	private final @Nullable String user;

	private final @Nullable String password;

	/**
	 * Create an interpreter of names.
	 * @param known what has a name of its own, such as the entities of an application
	 * @param user who connects where a URL does not say, or {@code null}
	 * @param password the password where a URL does not say, or {@code null}
	 */
	Sides(Map<String, SchemaSide> known, @Nullable String user, @Nullable String password) {
		this.known = known;
		this.user = user;
		this.password = password;
	}

	/**
	 * Return the side that an option's values name together.
	 * @param values the values: one database, or one or several lists of files
	 * @return the side
	 * @throws IllegalArgumentException if they name no side
	 * @throws InvalidSourceException if a file cannot be read
	 */
	SchemaSide of(List<String> values) {
		SchemaSide side = this.known.get(String.join(",", values));
		if (side != null) {
			return side;
		}
		if (values.size() == 1 && values.get(0).startsWith(JDBC)) {
			String url = values.get(0);
			int schema = url.lastIndexOf('#');
			return (schema < 0) ? SchemaSide.database(dataSource(url))
					: SchemaSide.database(dataSource(url.substring(0, schema)), url.substring(schema + 1));
		}
		if (values.stream().anyMatch((value) -> value.startsWith(JDBC) || this.known.containsKey(value))) {
			throw new IllegalArgumentException("A side is either one database or files, not both.");
		}
		List<SchemaSource> sources = new ArrayList<>();
		values.stream()
			.flatMap((value) -> Stream.of(value.split(",")))
			.flatMap((name) -> files(name).stream())
			.forEach((file) -> sources.add(source(file)));
		return SchemaSide.sources(sources.toArray(SchemaSource[]::new));
	}

	/**
	 * Return a database.
	 * @param url its JDBC URL
	 * @return the database, not connected to yet
	 * @throws IllegalArgumentException if the URL is not one of PostgreSQL's
	 */
	DataSource dataSource(String url) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		try {
			dataSource.setURL(url);
		}
		catch (IllegalArgumentException ex) {
			// The driver's message would show the URL, and a password in it.
			throw new IllegalArgumentException(
					"The JDBC URL cannot be read; it is to look like jdbc:postgresql://host:5432/database.");
		}
		if (dataSource.getUser() == null) {
			dataSource.setUser(this.user);
		}
		if (dataSource.getPassword() == null) {
			dataSource.setPassword(this.password);
		}
		return dataSource;
	}

	/** A directory stands for its .sql files, in the order of their names. */
	private static List<Path> files(String name) {
		try {
			Path path = Path.of(name.strip());
			if (!Files.isDirectory(path)) {
				return List.of(path);
			}
			try (Stream<Path> files = Files.list(path)) {
				List<Path> found = files.filter((file) -> file.toString().endsWith(".sql")).sorted().toList();
				if (found.isEmpty()) {
					throw new InvalidSourceException("The directory " + path + " has no .sql files.",
							"Correct the path, or name the files.");
				}
				return found;
			}
		}
		catch (IOException | InvalidPathException ex) {
			throw unreadable(name, ex);
		}
	}

	private static SchemaSource source(Path file) {
		try {
			return SchemaSource.ddl(file.toString(), Utf8Text.of(Files.readAllBytes(file)));
		}
		catch (IOException ex) {
			throw unreadable(file.toString(), ex);
		}
	}

	private static InvalidSourceException unreadable(String name, Exception cause) {
		String why = (cause instanceof NoSuchFileException) ? "it does not exist"
				: (cause instanceof CharConversionException) ? cause.getMessage() : cause.getClass().getSimpleName();
		return new InvalidSourceException("The file " + name + " cannot be read: " + why + ".",
				"Correct the path, or make it a readable file in UTF-8.");
	}

}
