package io.automigrate.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import io.automigrate.error.MigrationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line's main class.
 */
@Command(name = "automigrate", mixinStandardHelpOptions = true, version = "automigrate 0.1.0-SNAPSHOT",
		description = "Compares PostgreSQL schemas.", subcommands = DiffCommand.class)
public final class Automigrate {

	/** The exit code where something went wrong that is not the caller's spelling. */
	static final int FAILED = 3;

	private Automigrate() {
	}

	/**
	 * Run a command and end the JVM with its exit code.
	 * @param arguments the command and its options
	 */
	public static void main(String... arguments) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		System.exit(run(out, err, arguments));
	}

	/**
	 * Run a command.
	 * @param out where results go
	 * @param err where errors go
	 * @param arguments the command and its options
	 * @return the exit code: 0 in step, 1 different, 2 wrong usage, 3 failed
	 */
	static int run(PrintWriter out, PrintWriter err, String... arguments) {
		return new CommandLine(new Automigrate()).setOut(out)
			.setErr(err)
			.setCaseInsensitiveEnumValuesAllowed(true)
			.setExecutionExceptionHandler((failure, command, parsed) -> {
				if (failure instanceof MigrationException migration) {
					command.getErr().println(migration.getMessage());
					command.getErr().println(migration.wayOut());
				}
				else if (failure instanceof IllegalArgumentException) {
					command.getErr().println(failure.getMessage());
					return command.getCommandSpec().exitCodeOnInvalidInput();
				}
				else {
					command.getErr().println(failure);
				}
				return FAILED;
			})
			.execute(arguments);
	}

}
