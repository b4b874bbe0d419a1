package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Rolls back applied migrations by their down migrations, in the reverse of the order of
 * all: the last one, or as a target, only or steps say.
 */
@Mojo(name = "rollback", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class RollbackMojo extends CommandMojo {

	/**
	 * The version to go to, up or down, in the order of the migrations, or
	 * <code>base</code>.
	 */
	@Parameter(property = "target")
	private @Nullable String target;

	/**
	 * The version to roll back with only what needs it.
	 */
	@Parameter(property = "only")
	private @Nullable String only;

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
	 * Do not ask. Needed without a terminal.
	 */
	@Parameter(property = "yes")
	private boolean yes;

	@Override
	void addTo(Options options) {
		options.add("--target", this.target)
			.add("--only", this.only)
			.add("--steps", this.steps)
			.addIf("--dry-run", this.dryRun)
			.addIf("--yes", this.yes);
	}

}
