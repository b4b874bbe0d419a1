package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Takes over a project of Flyway or Liquibase with its history.
 */
@Mojo(name = "adopt", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class AdoptMojo extends CommandMojo {

	/**
	 * Only say what would be done.
	 */
	@Parameter(property = "dry-run")
	private boolean dryRun;

	/**
	 * Do not ask. Needed where nobody can be asked.
	 */
	@Parameter(property = "yes")
	private boolean yes;

	@Override
	void addTo(Options options) {
		options.addIf("--dry-run", this.dryRun);
		options.addIf("--yes", this.yes);
	}

}
