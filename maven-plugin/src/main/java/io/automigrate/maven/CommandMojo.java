package io.automigrate.maven;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.ArtifactUtils;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.loader.tools.JavaExecutable;
import org.springframework.boot.loader.tools.MainClassFinder;

/**
 * Runs the command that has the goal's name, by starting the application from the
 * module's classes as {@code java -jar app.jar migration …} does from its jar.
 */
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
abstract class CommandMojo extends AbstractMojo {

	private static final String MAIN_ANNOTATION = "org.springframework.boot.autoconfigure.SpringBootApplication";

	/** What has to be there for the application to take a command for one. */
	private static final List<String> COMMAND_LINE = List.of("io.automigrate:automigrate-spring-boot-autoconfigure",
			"io.automigrate:automigrate-cli");

	@Parameter(defaultValue = "${project}", readonly = true, required = true)
	@SuppressWarnings("NullAway.Init")
	private MavenProject project;

	@Parameter(defaultValue = "${session}", readonly = true, required = true)
	@SuppressWarnings("NullAway.Init")
	private MavenSession session;

	@Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
	@SuppressWarnings("NullAway.Init")
	private MojoExecution execution;

	/**
	 * The application's main class, where it cannot be found among the module's classes.
	 */
	@Parameter(property = "automigrate.mainClass", defaultValue = "${start-class}")
	private @Nullable String mainClass;

	/**
	 * Profiles of Spring to start the application with, separated by commas.
	 */
	@Parameter(property = "profiles")
	private @Nullable String profiles;

	/**
	 * Further options of the command, such as <code>--data-source=orders</code>.
	 */
	@Parameter(property = "arguments")
	private @Nullable String arguments;

	/**
	 * Options of the JVM that runs the application.
	 */
	@Parameter(property = "automigrate.jvmArguments")
	private @Nullable String jvmArguments;

	/**
	 * Do nothing.
	 */
	@Parameter(property = "automigrate.skip")
	private boolean skip;

	@Override
	public final void execute() throws MojoExecutionException, MojoFailureException {
		if (this.skip) {
			getLog().info("Skipped, as automigrate.skip says.");
			return;
		}
		try {
			String main = mainClass();
			String obstacle = obstacle(main);
			if (main != null && obstacle == null) {
				requireDone(run(main));
			}
			else if (this.session.getProjects().size() > 1) {
				getLog().info("Skipped: " + obstacle);
			}
			else {
				throw new MojoFailureException(String.valueOf(obstacle));
			}
		}
		catch (IOException ex) {
			throw new MojoExecutionException("The application cannot be started: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MojoExecutionException("Interrupted while the application ran the command.", ex);
		}
	}

	/**
	 * Add the options that the goal has properties for.
	 * @param options where they go
	 */
	void addTo(Options options) {
	}

	/**
	 * Return the command: its name, which is the goal's, and what it is about.
	 * @return the words that come before the options
	 */
	List<String> command() {
		return List.of(this.execution.getGoal());
	}

	private @Nullable String mainClass() throws IOException, MojoFailureException {
		if (this.mainClass != null) {
			return this.mainClass;
		}
		try {
			return MainClassFinder.findSingleMainClass(classes(), MAIN_ANNOTATION);
		}
		catch (IllegalStateException ex) {
			throw new MojoFailureException(
					"%s. Say which one starts the application: -Dautomigrate.mainClass=…".formatted(ex.getMessage()),
					ex);
		}
	}

	/**
	 * What else has a main class is not to be started, since it would do what it is for.
	 */
	private @Nullable String obstacle(@Nullable String main) {
		if (main == null) {
			return "%s has no main class in %s. Run the goal in the module of the application."
				.formatted(this.project.getArtifactId(), classes());
		}
		List<String> missing = new ArrayList<>(COMMAND_LINE);
		missing.removeAll(this.project.getArtifacts().stream().map(ArtifactUtils::versionlessKey).toList());
		return missing.isEmpty() ? null
				: "%s has no %s on its class path. Add the dependency io.automigrate:automigrate-spring-boot-starter."
					.formatted(this.project.getArtifactId(), String.join(" and ", missing));
	}

	private int run(String main) throws IOException, InterruptedException {
		Options options = new Options();
		addTo(options);
		List<String> words = new ArrayList<>(Options.words(this.jvmArguments));
		words.addAll(List.of("-Dspring.devtools.restart.enabled=false", main));
		if (this.profiles != null) {
			words.add("--spring.profiles.active=" + this.profiles);
		}
		words.add("migration");
		words.addAll(command());
		words.addAll(options.words());
		words.addAll(Options.words(this.arguments));
		ProcessBuilder builder = new JavaExecutable().processBuilder(words.toArray(String[]::new))
			.directory(this.project.getBasedir())
			.inheritIO();
		builder.environment().put("CLASSPATH", classPath());
		return builder.start().waitFor();
	}

	private String classPath() {
		return Stream
			.concat(Stream.of(classes()),
					this.project.getArtifacts()
						.stream()
						.filter((artifact) -> artifact.getArtifactHandler().isAddedToClasspath())
						.map(Artifact::getFile))
			.map(File::getPath)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private File classes() {
		return new File(this.project.getBuild().getOutputDirectory());
	}

	private void requireDone(int exitCode) throws MojoFailureException {
		if (exitCode == 0) {
			return;
		}
		String command = String.join(" ", command());
		throw new MojoFailureException(
				"migration %s ended with exit code %d: %s.".formatted(command, exitCode, switch (exitCode) {
					case 1 -> "it failed, and said why above";
					case 2 ->
						"wrong usage; mvn automigrate:run -Dcommand=\"" + command + " --help\" shows the right one";
					case 3 -> "something is pending or out of step";
					case 4 -> "another migration is under way; try again when it has ended";
					default -> "this is not a command's own, the application ended for another reason";
				}));
	}

}
