package io.automigrate.cli;

import java.nio.file.Path;

import io.automigrate.SchemaMigrator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Whether a command makes a backup before it changes anything. A mixin of the commands.
 */
final class Backup {

	/** What the option means without a directory. */
	private static final String CONFIGURED = "\0";

	@Option(names = "--backup", arity = "0..1", fallbackValue = CONFIGURED, paramLabel = "DIRECTORY",
			description = "Dump the database before the first statement, and go on only if that succeeds; default is migration.backup.directory.")
	private @Nullable String directory;

	SchemaMigrator of(SchemaMigrator migrator) {
		String wanted = this.directory;
		return (wanted == null) ? migrator : migrator.withBackup(wanted.equals(CONFIGURED) ? null : Path.of(wanted));
	}

}
