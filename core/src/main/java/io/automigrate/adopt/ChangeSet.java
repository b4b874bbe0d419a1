package io.automigrate.adopt;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A changeset of Liquibase.
 *
 * @param path the file, as Liquibase knows it
 * @param line the line that it begins in
 * @param author who wrote it
 * @param id what it is called, or {@code null} where the file is not formatted and
 * Liquibase makes a name up
 * @param attributes what it says about itself, by names in lower case
 * @param comment what it is for, or {@code null}
 * @param preconditions whether it has preconditions
 * @param sql its statements
 * @param rollback how it is undone, empty where it does not say
 */
record ChangeSet(String path, int line, String author, @Nullable String id, Map<String, String> attributes,
		@Nullable String comment, boolean preconditions, String sql, String rollback) {

	@Nullable String attribute(String name) {
		return this.attributes.get(name.toLowerCase(Locale.ROOT));
	}

	boolean is(String name) {
		return Boolean.parseBoolean(attribute(name));
	}

	/** The changeset as messages name it. */
	String display() {
		return this.path
				+ ((this.id != null) ? ", line " + this.line + ": changeset " + this.author + ":" + this.id : "");
	}

	/** The changeset as its migration names it, wherever the file was found. */
	String origin() {
		return this.path.replaceFirst(".*/", "")
				+ ((this.id != null) ? ", changeset " + this.author + ":" + this.id : "");
	}

}
