package io.automigrate.cli;

import io.automigrate.SchemaMigrator;
import io.automigrate.VersionedMigrations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which of an application's databases a command is about. A mixin of the commands.
 */
final class Database {

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec command;

	@Option(names = "--data-source", paramLabel = "NAME",
			description = "The data source's bean, where the application has several; default is the primary one.")
	private @Nullable String dataSource;

	private final ApplicationMigrations application;

	Database(ApplicationMigrations application) {
		this.application = application;
	}

	SchemaMigrator migrator() {
		return this.application.migrator(this.dataSource, this.command.commandLine());
	}

	/**
	 * The migrator for a run: shows how far it is, and leaves failures to the command.
	 */
	SchemaMigrator running() {
		return migrator().watchedBy(new ProgressBar(this.command.commandLine().getErr(), Help.Ansi.AUTO.enabled()));
	}

	VersionedMigrations versioned() {
		return running().versioned();
	}

}
