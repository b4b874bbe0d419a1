package io.automigrate.source;

import java.io.IOException;
import java.util.List;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.sql.SqlScript;
import io.automigrate.sql.Utf8Text;

import org.springframework.core.io.Resource;

/**
 * A part of the desired schema, as DDL text that PostgreSQL would take on an empty
 * database. Unqualified names mean the application's own schema. A bean of this type is
 * found by the auto-configuration.
 */
@FunctionalInterface
public interface SchemaSource {

	/**
	 * Return the DDL. Called again for every comparison, so the text may change between
	 * two calls; the same text means the same schema.
	 * @return the scripts in the order they are to be run in
	 */
	List<SqlScript> scripts();

	/**
	 * Create a source of DDL that is at hand as text.
	 * @param name the name that errors are reported under
	 * @param ddl the statements
	 * @return the source
	 */
	static SchemaSource ddl(String name, String ddl) {
		List<SqlScript> scripts = List.of(new SqlScript(name, ddl));
		return () -> scripts;
	}

	/**
	 * Create a source of declarative files, read as UTF-8 each time they are asked for.
	 * @param resources the files in the order they are to be run in
	 * @return the source
	 */
	static SchemaSource sql(Resource... resources) {
		List<Resource> files = List.of(resources);
		return () -> files.stream().map((file) -> {
			try {
				String name = (file.getFilename() != null) ? file.getFilename() : file.getDescription();
				return new SqlScript(name, Utf8Text.of(file.getContentAsByteArray()));
			}
			catch (IOException ex) {
				throw new InvalidSourceException(
						"The declarative file " + file.getDescription() + " cannot be read: " + ex.getMessage() + ".",
						"Correct the location, or make the file readable.");
			}
		}).toList();
	}

}
