package io.automigrate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.automigrate.SchemaComparison;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;
import io.automigrate.source.SchemaSide;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Prints the plan that leads from one schema to another.
 */
@Command(name = "diff", sortOptions = false, usageHelpAutoWidth = true,
		description = "Prints the plan that leads from one schema to another. Changes neither.",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:in step: nothing to do, and nothing refused", ExitCodes.FAILED_TEXT, ExitCodes.USAGE_TEXT,
				"3:different, even if all of it is refused" },
		footerHeading = "%nA SIDE is one of:%n",
		footer = { "  jdbc:postgresql://host/db       the default schema, or those of --schema",
				"  jdbc:postgresql://host/db#name  one schema; what it is called is no difference",
				"  a.sql,b.sql                     DDL for an empty database, in this order",
				"  directory                       its .sql files, in the order of their names",
				"What --to does not mention is no difference without --drop-unmanaged." })
final class DiffCommand implements Callable<Integer> {

	enum Format {

		SQL, JSON, TEXT, REVERSE

	}

	private final Map<String, SchemaSide> known;

	private final Map<String, String> environment;

	@Spec
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	@Option(names = "--from", required = true, paramLabel = "SIDE", description = "What there is.")
	private List<String> from = List.of();

	@Option(names = "--to", required = true, paramLabel = "SIDE", description = "What there should be.")
	private List<String> to = List.of();

	@Option(names = "--dev-url", paramLabel = "URL",
			description = "A database to read files with, needed if neither side is one. Everything is rolled back.")
	private @Nullable String devUrl;

	@Option(names = "--user", paramLabel = "NAME",
			description = "Who connects where a URL does not say; default is PGUSER.")
	private @Nullable String user;

	@Option(names = "--password", interactive = true, arity = "0..1", paramLabel = "PASSWORD",
			description = "The password where a URL does not say; without a value it is asked for. Default is PGPASSWORD, which no list of processes shows.")
	private @Nullable String password;

	@Option(names = "--schema", split = ",", paramLabel = "NAME",
			description = "Schemas to compare instead of the default one, besides those that files name. The first is where unqualified names of files go.")
	private List<String> schemas = List.of();

	@Option(names = "--policy", paramLabel = "POLICY", defaultValue = "FULL",
			description = "How far the plan may go: ${COMPLETION-CANDIDATES}; default is ${DEFAULT-VALUE}. What is beyond it is refused, and different.")
	private ChangePolicy policy = ChangePolicy.FULL;

	@Option(names = "--drop-unmanaged", description = "Under FULL, drop what --to does not mention, too.")
	private boolean dropUnmanaged;

	@Option(names = "--allow", paramLabel = "CODE:NAME",
			description = "Consent to a loss of data, such as DELETES_DATA:public.orders.old_total. May be repeated.")
	private List<String> allow = List.of();

	@Option(names = "--rename", paramLabel = "OLD->NEW",
			description = "What is called differently, such as public.orders.old_total->total. May be repeated.")
	private List<String> renames = List.of();

	@Option(names = "--online-above", paramLabel = "BYTES", defaultValue = "" + PlanSettings.DEFAULT_ONLINE_ABOVE,
			description = "From which size on a table is changed online wherever PostgreSQL can; default is ${DEFAULT-VALUE}, -1 is every table.")
	private long onlineAbove;

	@Option(names = "--format", paramLabel = "FORMAT", defaultValue = "SQL",
			description = "What is printed: ${COMPLETION-CANDIDATES}; default is ${DEFAULT-VALUE}.")
	private Format format = Format.SQL;

	@Option(names = "--output", paramLabel = "FILE", description = "Where it goes; default is the standard output.")
	private @Nullable Path output;

	@Option(names = "--verbose", description = "Show where in the program a failure came up.")
	@SuppressWarnings("UnusedVariable") // Errors asks the parser for it
	private boolean verbose;

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this and exit.")
	@SuppressWarnings("UnusedVariable") // the parser acts on it
	private boolean help;

	/**
	 * Create the command.
	 * @param known sides that have a name of their own, such as the entities of an
	 * application; none on the standalone command line
	 * @param environment the environment's variables
	 */
	DiffCommand(Map<String, SchemaSide> known, Map<String, String> environment) {
		this.known = Map.copyOf(known);
		this.environment = Map.copyOf(environment);
	}

	@Override
	public Integer call() throws IOException {
		MigrationPlan plan = comparison().plan();
		print(options(switch (this.format) {
			case SQL -> plan.sql();
			case JSON -> plan.json();
			case TEXT -> plan.text();
			case REVERSE -> plan.reverseSql();
		}));
		return plan.inStep() ? ExitCodes.DONE : ExitCodes.PENDING;
	}

	/** A refusal names the property of an application; here it is an option. */
	private static String options(String text) {
		return text.replace("migration.schema.allow=", "--allow=").replace("migration.schema.renames=", "--rename=");
	}

	private SchemaComparison comparison() {
		try {
			Sides sides = new Sides(this.known, given(this.user, "PGUSER"), given(this.password, "PGPASSWORD"));
			SchemaSide before = sides.of(this.from);
			SchemaSide after = sides.of(this.to);
			if (this.devUrl == null && before instanceof SchemaSide.Sources && after instanceof SchemaSide.Sources) {
				throw new IllegalArgumentException(
						"Neither side is a database: name one to read the files with, --dev-url=jdbc:postgresql://host:5432/database. Everything that runs in it is rolled back.");
			}
			SchemaComparison comparison = SchemaComparison.between(before, after)
				.schemas(this.schemas.toArray(String[]::new))
				.policy(this.policy)
				.dropUnmanaged(this.dropUnmanaged)
				.allow(this.allow.toArray(String[]::new))
				.onlineAbove(this.onlineAbove);
			this.renames.forEach((rename) -> comparison.rename(RenameHint.parse(rename)));
			if (this.devUrl != null) {
				comparison.using(sides.dataSource(this.devUrl));
			}
			return comparison;
		}
		catch (IllegalArgumentException ex) {
			throw new ParameterException(this.spec.commandLine(), Objects.requireNonNull(ex.getMessage()), ex);
		}
	}

	private @Nullable String given(@Nullable String option, String variable) {
		return (option != null) ? option : this.environment.get(variable);
	}

	private void print(String text) throws IOException {
		if (this.output == null) {
			this.spec.commandLine().getOut().print(text);
			this.spec.commandLine().getOut().flush();
			return;
		}
		Files.writeString(this.output, text, StandardCharsets.UTF_8);
	}

}
