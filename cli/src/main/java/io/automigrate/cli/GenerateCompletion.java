package io.automigrate.cli;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * Prints a script that completes the commands of a shell, under the name that they are
 * called by: a jar, of {@code java -jar} or by itself, or an alias or a script.
 */
@Command(name = "generate-completion",
		description = "Prints a completion script for bash and zsh: source <(… generate-completion)")
final class GenerateCompletion implements Runnable {

	/** Lets {@code java -jar NAME …} be completed as {@code NAME …} is. */
	private static final String JAVA = """

			function _complete_java_jar() {
			  local i=1
			  while [[ $i -lt $COMP_CWORD ]]; do
			    if [[ "${COMP_WORDS[$i]}" == "-jar" && "${COMP_WORDS[$((i+1))]##*/}" == "%1$s" && $((i+1)) -lt $COMP_CWORD ]]; then
			      COMP_WORDS=("%1$s" "${COMP_WORDS[@]:$((i+2))}")
			      COMP_CWORD=$((COMP_CWORD-i-1))
			      _complete_%1$s
			      return
			    fi
			    i=$((i+1))
			  done
			}
			complete -F _complete_java_jar -o bashdefault -o default java
			""";

	private final String word;

	@Option(names = "--name", paramLabel = "NAME",
			description = "What the commands are called by, such as an alias; default is the jar that runs.")
	private @Nullable String name;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private Plain plain;

	/**
	 * Create the command.
	 * @param word the argument that comes before all commands, or empty
	 */
	GenerateCompletion(String word) {
		this.word = word;
	}

	@Override
	public void run() {
		String script = (this.name != null) ? this.name : started(System.getProperty("sun.java.command", ""));
		if (script.isEmpty()) {
			throw this.plain.usage("No jar was started. Say with --name what the commands are called by.");
		}
		CommandLine commands = this.plain.root();
		CommandLine top = this.word.isEmpty() ? commands
				: new CommandLine(CommandSpec.create()).addSubcommand(this.word, commands);
		String completion = AutoComplete.bash(script, top);
		this.plain.text(script.endsWith(".jar") ? completion + JAVA.formatted(script) : completion);
	}

	/** The name of the jar that a JVM was started with. */
	static String started(String command) {
		int end = command.indexOf(".jar");
		return (end < 0) ? "" : String.valueOf(Path.of(command.substring(0, end + 4)).getFileName());
	}

}
