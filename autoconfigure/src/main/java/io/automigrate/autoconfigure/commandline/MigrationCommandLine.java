package io.automigrate.autoconfigure.commandline;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.automigrate.autoconfigure.CommandLineEnvironmentPostProcessor;
import io.automigrate.autoconfigure.MigrationProperties;
import io.automigrate.autoconfigure.OtherTools;
import io.automigrate.autoconfigure.SchemaMigrators;
import io.automigrate.cli.ApplicationMigrations;
import io.automigrate.cli.MigrationCommands;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Runs the command that the application was started with, before any runner of the
 * application does, and ends the JVM with its exit code.
 */
class MigrationCommandLine implements ApplicationListener<ApplicationStartedEvent> {

	private static final Pattern PROPERTY = Pattern.compile("(?s)--[\\w-]+(\\[[^\\]=]*\\])?(\\.[\\w\\[\\]-]+)+(=.*)?");

	private final ObjectProvider<SchemaMigrators> migrators;

	private final MigrationProperties properties;

	private final ApplicationArguments arguments;

	private final Environment environment;

	MigrationCommandLine(ObjectProvider<SchemaMigrators> migrators, MigrationProperties properties,
			ApplicationArguments arguments, Environment environment) {
		this.migrators = migrators;
		this.properties = properties;
		this.arguments = arguments;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		ApplicationMigrations application = new ApplicationMigrations(() -> this.migrators.getObject().byDataSource(),
				this.properties.versioned().directory(), new OtherTools(this.environment).settings());
		int code = MigrationCommands.run(application, out, err, command());
		out.flush();
		err.flush();
		System.exit(SpringApplication.exit(event.getApplicationContext(), () -> code));
	}

	/**
	 * What follows the word that stands for all commands, without the properties of
	 * Spring: these have dots in their names, and Spring has read them wherever they are.
	 */
	private String[] command() {
		List<String> words = Arrays.asList(this.arguments.getSourceArgs());
		return words.subList(words.indexOf(CommandLineEnvironmentPostProcessor.ARGUMENT) + 1, words.size())
			.stream()
			.filter((word) -> !PROPERTY.matcher(word).matches())
			.toArray(String[]::new);
	}

}
