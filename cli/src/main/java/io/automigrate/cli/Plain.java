package io.automigrate.cli;

import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What all commands have, and all that those have whose answer is a document. A mixin of
 * the commands.
 */
class Plain {

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec command;

	@Option(names = "--verbose", description = "Show where in the program a failure came up.")
	@SuppressWarnings("UnusedVariable") // Errors asks the parser for it
	private boolean verbose;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this and exit.")
	@SuppressWarnings("UnusedVariable") // the parser acts on it
	private boolean help;

	/** What is to be thrown where options do not go together. */
	ParameterException usage(String message) {
		return new ParameterException(this.command.commandLine(), message);
	}

	/** Work out what options name, where they may name nothing that makes sense. */
	<T> T valid(Supplier<T> value) {
		try {
			return value.get();
		}
		catch (IllegalArgumentException ex) {
			throw usage(String.valueOf(ex.getMessage()));
		}
	}

	/** The command that has all others. */
	CommandLine root() {
		return this.command.root().commandLine();
	}

	/** Print an answer as it is. */
	void text(String text) {
		this.command.commandLine().getOut().print(text.endsWith("\n") ? text : text + "\n");
		this.command.commandLine().getOut().flush();
	}

}
