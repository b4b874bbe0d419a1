package io.automigrate.adopt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A changeset of Liquibase.
 *
 * @param path the file, as Liquibase knows it
 * @param line the line that it begins in, or 0 where that is not known
 * @param author who wrote it
 * @param id what it is called, or {@code null} where the file is not formatted and
 * Liquibase makes a name up
 * @param attributes what it says about itself, by names in lower case
 * @param comment what it is for, or {@code null}
 * @param sql its statements
 * @param rollback how it is undone, empty where that is not known
 * @param findings what else was found in it
 */
record ChangeSet(String path, int line, String author, @Nullable String id, Map<String, String> attributes,
		@Nullable String comment, String sql, String rollback, Findings findings) {

	/** Undoes nothing, and says so, since a section without statements is none. */
	static final String NOTHING_TO_UNDO = "SELECT 1; -- nothing to undo\n";

	@Nullable String attribute(String name) {
		return this.attributes.get(name.toLowerCase(Locale.ROOT));
	}

	boolean is(String name) {
		return Boolean.parseBoolean(attribute(name));
	}

	/** What lines are counted in, or the changeset where they are not known. */
	String place() {
		return (this.line > 0) ? this.path : display();
	}

	/** The line that the statements begin in, or 0 where that is not known. */
	int firstLine() {
		return (this.line > 0) ? this.line + 1 : 0;
	}

	/** The changeset as messages name it. */
	String display() {
		String where = (this.line > 0) ? this.path + ", line " + this.line : this.path;
		return (this.id != null) ? where + ": changeset " + this.author + ":" + this.id : this.path;
	}

	/** The changeset as its migration names it, wherever the file was found. */
	String origin() {
		return this.path.replaceFirst(".*/", "")
				+ ((this.id != null) ? ", changeset " + this.author + ":" + this.id : "");
	}

	/**
	 * What is found in a changeset beside what it says.
	 *
	 * @param leftOut why it is left out, to follow "left out, since it", or {@code null}
	 * @param losses what cannot be taken over
	 * @param notes what is taken over differently, as clauses
	 * @param verified whether a checksum of Liquibase's history is the changeset's, or
	 * {@code null} where that cannot be told
	 */
	record Findings(@Nullable String leftOut, List<String> losses, List<String> notes,
			@Nullable Predicate<String> verified) {

		/** Nothing was found. */
		static final Findings NONE = new Findings(null, List.of(), List.of(), null);

		Findings {
			losses = List.copyOf(losses);
			notes = List.copyOf(notes);
		}

	}

}
