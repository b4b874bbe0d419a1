package io.automigrate.maven;

import java.util.List;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Runs any command.
 */
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME, threadSafe = true)
final class RunMojo extends CommandMojo {

	/**
	 * The command with its options, as after <code>java -jar app.jar migration</code>.
	 */
	@Parameter(property = "command", required = true)
	@SuppressWarnings("NullAway.Init")
	private String command;

	@Override
	List<String> command() {
		return Options.words(this.command);
	}

}
