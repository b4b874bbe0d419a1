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

	/**
	 * Only begin a file, for what is written by hand.
	 */
	@Parameter(property = "empty")
	private boolean empty;

	@Override
	void addTo(Options options) {
		options.add("--message", this.message);
		options.addIf("--empty", this.empty);
	}

}
