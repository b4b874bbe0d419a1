package io.automigrate.cli;

import io.automigrate.MigrationGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where migrations run that are only looked at. A mixin of the commands.
 */
final class DevUrl {

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec command;

	@Option(names = "--dev-url", paramLabel = "URL",
			description = "An empty database to run migrations in; it is emptied afterwards. Default is migration.versioned.dev-url, or else a database that is created beside the live one and dropped.")
	private @Nullable String url;

	MigrationGenerator generator(Database database) {
		MigrationGenerator generator = database.migrator().generator();
		if (this.url != null) {
			try {
				generator.devUrl(this.url);
			}
			catch (IllegalArgumentException ex) {
				throw new ParameterException(this.command.commandLine(), "--dev-url: " + ex.getMessage());
			}
		}
		return generator;
	}

}
