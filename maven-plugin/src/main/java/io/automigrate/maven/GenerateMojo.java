package io.automigrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Writes the migration that leads from the migrations there are to the entities and
 * declarative files.
 */
@Mojo(name = "generate", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class GenerateMojo extends CommandMojo {

	/**
	 * What the migration is for.
	 */
	@Parameter(property = "message", required = true)
	@SuppressWarnings("NullAway.Init")
	private String message;

	@Override
	void addTo(Options options) {
		options.add("--message", this.message);
	}

}
