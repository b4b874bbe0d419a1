package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Accepts applied migrations as their files are now.
 */
@Mojo(name = "repair", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class RepairMojo extends CommandMojo {

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
