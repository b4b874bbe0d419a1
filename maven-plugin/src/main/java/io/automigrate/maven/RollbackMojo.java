package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Undoes applied migrations by their way down, the latest first: one, or as a target or
 * steps say.
 */
@Mojo(name = "rollback", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class RollbackMojo extends CommandMojo {

	/**
	 * The version to go to, or <code>base</code> for nothing.
	 */
	@Parameter(property = "target")
	private @Nullable String target;

	/**
	 * How many migrations to go.
	 */
	@Parameter(property = "steps")
	private @Nullable Integer steps;

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
		options.add("--target", this.target)
			.add("--steps", this.steps)
			.addIf("--dry-run", this.dryRun)
			.addIf("--yes", this.yes);
	}

}
