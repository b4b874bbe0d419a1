package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Folds a migration and all that it needs into one file that makes the same schema and
 * rows.
 */
@Mojo(name = "squash", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class SquashMojo extends MigrationMojo {

	/**
	 * What the migration is for.
	 */
	@Parameter(property = "message")
	private @Nullable String message;

	/**
	 * Do not ask. Needed where nobody can be asked.
	 */
	@Parameter(property = "yes")
	private boolean yes;

	@Override
	void addTo(Options options) {
		options.add("--message", this.message);
		options.addIf("--yes", this.yes);
	}

}
