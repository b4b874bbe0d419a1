package io.automigrate;

import java.util.List;

/**
 * What was generated: a migration, or several that follow each other where one
 * transaction cannot have it all, or where the database has a part of it already.
 *
 * @param files the files in the order in which they run; empty where nothing is to be
 * done
 * @param refused what was left out until somebody answers a question, each as a sentence
 * with the action
 */
public record GeneratedMigration(List<File> files, List<String> refused) {

	public GeneratedMigration {
		files = List.copyOf(files);
		refused = List.copyOf(refused);
	}

	/**
	 * Returns whether migrations and sources are in step, so that there is nothing to
	 * write.
	 * @return whether there is no file
	 */
	public boolean isEmpty() {
		return this.files.isEmpty();
	}

	/**
	 * A file.
	 *
	 * @param name its name, such as {@code 006_add_new_column.sql}
	 * @param text its content
	 * @param baseline whether the database has what it makes already: there, and wherever
	 * else that is so, it is marked as applied instead of being run
	 */
	public record File(String name, String text, boolean baseline) {

	}

}
