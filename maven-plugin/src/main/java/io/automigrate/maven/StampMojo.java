package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Lets the history say that the database is at a version, without running anything:
 * everything before it in the order, and it, is applied, and nothing after it.
 */
@Mojo(name = "stamp", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class StampMojo extends MigrationMojo {

	/**
	 * Do not ask. Needed without a terminal.
	 */
	@Parameter(property = "yes")
	private boolean yes;

	@Override
	void addTo(Options options) {
		options.addIf("--yes", this.yes);
	}

}
