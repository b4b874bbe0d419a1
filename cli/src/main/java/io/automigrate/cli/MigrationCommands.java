package io.automigrate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * The command line of an application, {@code java -jar app.jar migration …}.
 */
@Command(name = "migration", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
		description = "Works with the migrations of this application.")
public final class MigrationCommands {

	private MigrationCommands() {
	}

	/**
	 * Run a command.
	 * @param application what it works with
	 * @param out where results go
	 * @param err where errors go
	 * @param arguments the command and its options
	 * @return the exit code: 0 done, 1 failed, 2 usage, 3 something is pending or out of
	 * step, 4 another migration is under way
	 */
	public static int run(ApplicationMigrations application, PrintWriter out, PrintWriter err, String... arguments) {
		IFactory factory = new Factory(application);
		CommandLine commandLine = new CommandLine(new MigrationCommands(), factory);
		for (Class<?> group : List.of(StateCommands.class, RunCommands.class, FileCommands.class,
				AdoptCommands.class)) {
			new CommandLine(group, factory).getSubcommands().forEach(commandLine::addSubcommand);
		}
		commandLine.addSubcommand(new DiffCommand(Map.of(), System.getenv()))
			.addSubcommand(new GenerateCompletion("migration"));
		return Errors.reportedBy(commandLine)
			.setOut(out)
			.setErr(err)
			.setCaseInsensitiveEnumValuesAllowed(true)
			.setUsageHelpAutoWidth(true)
			.execute((arguments.length > 0) ? arguments : new String[] { "--help" });
	}

	/** Gives the commands what they work with. */
	private record Factory(ApplicationMigrations application) implements IFactory {

		@Override
		public <K> K create(Class<K> type) throws Exception {
			if (type == Database.class) {
				return type.cast(new Database(this.application));
			}
			if (type == Directory.class) {
				return type.cast(new Directory(this.application));
			}
			return CommandLine.defaultFactory().create(type);
		}

	}

}
