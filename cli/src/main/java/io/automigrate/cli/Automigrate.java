package io.automigrate.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line's main class.
 */
@Command(name = "automigrate", mixinStandardHelpOptions = true, versionProvider = Automigrate.Version.class,
		description = "Compares PostgreSQL schemas.", synopsisSubcommandLabel = "COMMAND")
public final class Automigrate {

	private Automigrate() {
	}

	/**
	 * Run a command and end the JVM with its exit code.
	 * @param arguments the command and its options
	 */
	public static void main(String... arguments) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		int code = run(out, err, System.getenv(), arguments);
		out.flush();
		err.flush();
		System.exit(code);
	}

	/**
	 * Run a command.
	 * @param out where results go
	 * @param err where errors go
	 * @param environment the environment's variables
	 * @param arguments the command and its options
	 * @return the exit code, see {@link ExitCodes}
	 */
	static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
		return Errors
			.reportedBy(new CommandLine(new Automigrate()).addSubcommand(new DiffCommand(Map.of(), environment))
				.addSubcommand(new GenerateCompletion("")))
			.setOut(out)
			.setErr(err)
			.setCaseInsensitiveEnumValuesAllowed(true)
			.execute((arguments.length > 0) ? arguments : new String[] { "--help" });
	}

	/** The version of the jar. */
	static final class Version implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = Automigrate.class.getPackage().getImplementationVersion();
			return new String[] { "automigrate " + ((version != null) ? version : "(not from a jar)") };
		}

	}

}
