package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Settles what became of a migration that was interrupted outside of transactions.
 */
@Mojo(name = "resolve", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class ResolveMojo extends MigrationMojo {

	/**
	 * What a person has found out: <code>applied</code>, <code>retry</code> or
	 * <code>rolled-back</code>.
	 */
	@Parameter(property = "outcome", required = true)
	@SuppressWarnings("NullAway.Init")
	private String outcome;

	@Override
	void addTo(Options options) {
		options.addIf("--" + this.outcome, true);
	}

}
