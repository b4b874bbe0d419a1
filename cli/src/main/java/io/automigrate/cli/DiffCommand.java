package io.automigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import io.automigrate.SchemaComparison;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Prints the plan that leads from one schema to another.
 */
@Command(name = "diff", mixinStandardHelpOptions = true,
		description = "Prints the plan that leads from one schema to another. Changes neither.",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:both are in step", "1:they differ", "2:wrong usage", "3:failed" })
final class DiffCommand implements Callable<Integer> {

	enum Format {

		SQL, JSON, TEXT, REVERSE

	}

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--from", required = true, split = ",", paramLabel = "SIDE",
			description = "What there is: a JDBC URL, one with #schema, .sql files or directories of them.")
	private List<String> from = List.of();

	@Option(names = "--to", required = true, split = ",", paramLabel = "SIDE", description = "What there should be.")
	private List<String> to = List.of();

	@Option(names = "--dev-url", paramLabel = "URL",
			description = "A database to read files with, if neither side is one. Everything is rolled back.")
	private @Nullable String devUrl;

	@Option(names = "--user", description = "Who connects; else the URL or PGUSER says.",
			defaultValue = "${env:PGUSER}")
	private @Nullable String user;

	@Option(names = "--password", interactive = true, arity = "0..1",
			description = "Asks for the password; else the URL or PGPASSWORD says.", defaultValue = "${env:PGPASSWORD}")
	private @Nullable String password;

	@Option(names = "--schema", split = ",", description = "Schemas to compare, besides those that files name.")
	private List<String> schemas = List.of();

	@Option(names = "--policy", defaultValue = "FULL",
			description = "How far the plan may go: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
	private ChangePolicy policy = ChangePolicy.FULL;

	@Option(names = "--drop-unmanaged", description = "Drop what --to does not speak of, too.")
	private boolean dropUnmanaged;

	@Option(names = "--allow", split = ",", paramLabel = "CODE:NAME",
			description = "Consent to the loss of data, such as DELETES_DATA:public.orders.old_total.")
	private List<String> allow = List.of();

	@Option(names = "--rename", split = ",", paramLabel = "OLD->NEW",
			description = "What is called differently, such as public.orders.old_total->total.")
	private List<String> renames = List.of();

	@Option(names = "--online-above", paramLabel = "BYTES", defaultValue = "" + PlanSettings.DEFAULT_ONLINE_ABOVE,
			description = "From which size on a table is changed only in ways that keep nobody waiting; -1 for every table.")
	private long onlineAbove;

	@Option(names = "--format", defaultValue = "SQL",
			description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
	private Format format = Format.SQL;

	@Option(names = "--output", paramLabel = "FILE",
			description = "Where the plan goes; default is the standard output.")
	private @Nullable Path output;

	@Override
	public Integer call() throws IOException {
		Side side = new Side(new Side.Credentials(this.user, this.password));
		SchemaComparison comparison = SchemaComparison.between(side.of(this.from), side.of(this.to))
			.schemas(this.schemas.toArray(String[]::new))
			.policy(this.policy)
			.dropUnmanaged(this.dropUnmanaged)
			.allow(this.allow.toArray(String[]::new))
			.onlineAbove(this.onlineAbove);
		if (this.devUrl != null) {
			comparison.using(side.dataSource(this.devUrl));
		}
		this.renames.forEach((rename) -> comparison.rename(RenameHint.parse(rename)));
		MigrationPlan plan = comparison.plan();
		print(switch (this.format) {
			case SQL -> plan.sql();
			case JSON -> plan.json();
			case TEXT -> plan.text();
			case REVERSE -> plan.reverseSql();
		});
		return plan.inStep() ? 0 : 1;
	}

	private void print(String text) throws IOException {
		if (this.output != null) {
			Files.writeString(this.output, text, StandardCharsets.UTF_8);
			return;
		}
		this.spec.commandLine().getOut().print(text);
		this.spec.commandLine().getOut().flush();
	}

}
