package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Writes a migration that joins all heads.
 */
@Mojo(name = "merge", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class MergeMojo extends CommandMojo {

	/**
	 * What the migration is for.
	 */
	@Parameter(property = "message")
	private @Nullable String message;

	@Override
	void addTo(Options options) {
		options.add("--message", this.message);
	}

}
