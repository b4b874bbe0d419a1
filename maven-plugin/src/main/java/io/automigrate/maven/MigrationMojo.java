package io.automigrate.maven;

import java.util.ArrayList;
import java.util.List;

import org.apache.maven.plugins.annotations.Parameter;

/**
 * A goal that is about one migration.
 */
abstract class MigrationMojo extends CommandMojo {

	/**
	 * The version of the migration.
	 */
	@Parameter(property = "migration", required = true)
	@SuppressWarnings("NullAway.Init")
	private String migration;

	@Override
	List<String> command() {
		List<String> words = new ArrayList<>(super.command());
		words.add(this.migration);
		return words;
	}

}
