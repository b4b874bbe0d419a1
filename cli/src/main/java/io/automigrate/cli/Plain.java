package io.automigrate.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What commands have whose answer is a document. A mixin of the commands.
 */
final class Plain {

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec command;

	@Option(names = "--verbose", description = "Show where in the program a failure came up.")
	@SuppressWarnings("UnusedVariable") // Errors asks the parser for it
	private boolean verbose;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this and exit.")
	@SuppressWarnings("UnusedVariable") // the parser acts on it
	private boolean help;

	void text(String text) {
		this.command.commandLine().getOut().print(text.endsWith("\n") ? text : text + "\n");
		this.command.commandLine().getOut().flush();
	}

}
