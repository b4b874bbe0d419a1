package io.automigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.SchemaSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What {@code --from} and {@code --to} name: a database, a schema in it, or files.
 */
final class Side {

	private static final String JDBC = "jdbc:";

	private final Credentials credentials;

	Side(Credentials credentials) {
		this.credentials = credentials;
	}

	/** Who connects; never shown. */
	record Credentials(@Nullable String user, @Nullable String password) {

		@Override
		public String toString() {
			return "Credentials";
		}

	}

	SchemaSide of(List<String> names) {
		if (names.size() == 1 && names.get(0).startsWith(JDBC)) {
			String url = names.get(0);
			int schema = url.lastIndexOf('#');
			return (schema < 0) ? SchemaSide.database(dataSource(url))
					: SchemaSide.database(dataSource(url.substring(0, schema)), url.substring(schema + 1));
		}
		List<SchemaSource> sources = new ArrayList<>();
		for (String name : names) {
			if (name.startsWith(JDBC)) {
				throw new IllegalArgumentException("A side is either one database or files, not both.");
			}
			files(Path.of(name)).forEach((file) -> sources.add(source(file)));
		}
		return SchemaSide.sources(sources.toArray(SchemaSource[]::new));
	}

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
		if (this.credentials.user() != null && dataSource.getUser() == null) {
			dataSource.setUser(this.credentials.user());
		}
		if (this.credentials.password() != null && dataSource.getPassword() == null) {
			dataSource.setPassword(this.credentials.password());
		}
		return dataSource;
	}

	/** A directory stands for its .sql files, in the order of their names. */
	private static List<Path> files(Path path) {
		if (!Files.isDirectory(path)) {
			return List.of(path);
		}
		try (Stream<Path> files = Files.list(path)) {
			return files.filter((file) -> file.toString().endsWith(".sql")).sorted().toList();
		}
		catch (IOException ex) {
			throw unreadable(path, ex);
		}
	}

	private static SchemaSource source(Path file) {
		try {
			return SchemaSource.ddl(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	private static InvalidSourceException unreadable(Path path, IOException cause) {
		return new InvalidSourceException(
				"The file " + path + " cannot be read: " + cause.getClass().getSimpleName() + ".",
				"Correct the path, or make the file readable.");
	}

}
