package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Lets the history say that exactly what leads to a version is applied, without running
 * anything.
 */
@Mojo(name = "stamp", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class StampMojo extends MigrationMojo {

	/**
	 * Do not ask. Needed where nobody can be asked.
	 */
	@Parameter(property = "yes")
	private boolean yes;

	@Override
	void addTo(Options options) {
		options.addIf("--yes", this.yes);
	}

}
