package io.automigrate.cli;

import java.io.Console;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Asks before something that is not easily taken back. A mixin of the commands.
 */
final class Consent {

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec command;

	@Option(names = { "-y", "--yes" }, description = "Do not ask. Needed without a terminal.")
	private boolean yes;

	/** Go on only with a person's consent. */
	@SuppressWarnings("SystemConsoleNull") // before JDK 22 it is; since then nobody
											// answers
	boolean given(String question) {
		if (this.yes) {
			return true;
		}
		Console console = System.console();
		String answer = (console != null) ? console.readLine("%s [y/N] ", question) : null;
		if (answer == null) {
			throw new ParameterException(this.command.commandLine(),
					question + " No terminal to confirm on; pass --yes.");
		}
		return answer.strip().equalsIgnoreCase("y");
	}

}
