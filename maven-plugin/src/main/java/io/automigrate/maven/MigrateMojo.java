package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Applies pending migrations, then brings the database in step with entities and
 * declarative files as far as the policy goes. With a target, only or steps, only the
 * migrations.
 */
@Mojo(name = "migrate", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class MigrateMojo extends CommandMojo {

	/**
	 * The version to go to, up or down, in the order of the migrations, or
	 * <code>head</code>.
	 */
	@Parameter(property = "target")
	private @Nullable String target;

	/**
	 * The version to apply with only what it needs.
	 */
	@Parameter(property = "only")
	private @Nullable String only;

	/**
	 * How many migrations to go.
	 */
	@Parameter(property = "steps")
	private @Nullable Integer steps;

	/**
	 * Only say what would be done; with <code>trace</code>, do it in a transaction that
	 * is rolled back, and say what it did.
	 */
	@Parameter(property = "dry-run")
	private @Nullable String dryRun;

	@Override
	void addTo(Options options) {
		options.add("--target", this.target).add("--only", this.only).add("--steps", this.steps);
		if ("true".equals(this.dryRun)) {
			options.addIf("--dry-run", true);
		}
		else if (!"false".equals(this.dryRun)) {
			options.add("--dry-run", this.dryRun);
		}
	}

}
