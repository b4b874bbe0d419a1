package io.automigrate;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.ReverseStep;
import io.automigrate.source.SchemaSide;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationAction;
import io.automigrate.versioned.MigrationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Writes the migration that leads from the versioned migrations there are to what
 * entities and declarative files ask for, and checks that the two are in step. Both are
 * replayed in a database where nothing stays of them; what is in its tables plays no
 * part.
 */
public final class MigrationGenerator {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final String TEMPLATE = """
			-- description: ${description}
			-- depends: ${depends}

			-- migrate:up
			${up}
			-- migrate:down
			${down}""";

	/** Up to how many digits a version is a number to be counted on. */
	private static final int LONGEST_NUMBER = 8;

	/** How much of a message becomes part of a file's name. */
	private static final int LONGEST_SLUG = 60;

	private final MigrationGraph graph;

	private final DataSource lent;

	private final List<SchemaSource> sources;

	private final MigrationSettings settings;

	private final Clock clock;

	private String template = TEMPLATE;

	MigrationGenerator(MigrationGraph graph, DataSource lent, Collection<SchemaSource> sources,
			MigrationSettings settings, Clock clock) {
		this.graph = graph;
		this.lent = lent;
		this.sources = List.copyOf(sources);
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Use another layout of files.
	 * @param text a file's content, in which {@code ${description}}, {@code ${depends}},
	 * {@code ${up}} and {@code ${down}} are replaced
	 * @return this generator
	 */
	public MigrationGenerator template(String text) {
		this.template = text;
		return this;
	}

	/**
	 * Generate the next migration.
	 * @param message what it is for
	 * @return the migration, empty where there is nothing to do
	 * @throws MigrationException if migrations or sources cannot be used
	 */
	public GeneratedMigration generate(String message) {
		MigrationPlan plan = plan();
		List<String> refused = plan.refused().stream().map(RefusedChange::message).toList();
		if (plan.isEmpty() && refused.isEmpty()) {
			return new GeneratedMigration("", "", List.of());
		}
		String text = this.template.replace("${description}", message.replaceAll("\\s+", " ").strip())
			.replace("${depends}", this.graph.heads().isEmpty() ? "none" : String.join(", ", this.graph.heads()))
			.replace("${up}", up(plan))
			.replace("${down}", down(plan));
		return new GeneratedMigration(fileName(message), text, refused);
	}

	/**
	 * Name the file of the next migration: its version counts on where versions are
	 * numbers, and is the time otherwise.
	 * @param message what it is for
	 * @return the name
	 */
	public String fileName(String message) {
		List<String> versions = this.graph.migrations().stream().map(Migration::version).toList();
		boolean numbers = !versions.isEmpty()
				&& versions.stream().allMatch((version) -> version.matches("[0-9]{1," + LONGEST_NUMBER + "}"));
		String version = TIMESTAMP.format(this.clock.instant());
		if (numbers) {
			int width = versions.stream().mapToInt(String::length).max().orElse(1);
			int next = versions.stream().mapToInt(Integer::parseInt).max().orElse(0) + 1;
			version = String.format(Locale.ROOT, "%0" + width + "d", next);
		}
		String slug = message.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_|_$", "");
		String shortened = slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
		return version + "_" + (shortened.isEmpty() ? "migration" : shortened) + ".sql";
	}

	/**
	 * Check that the migrations can be replayed, lead to what entities and declarative
	 * files ask for, and that each way down restores what the way up changed, after which
	 * the way up works again.
	 * @return what is wrong, if anything
	 */
	public MigrationCheck check() {
		List<String> problems = new ArrayList<>();
		try {
			MigrationPlan plan = plan();
			Stream
				.concat(plan.steps().stream().map((step) -> step.title(plan.defaultSchema())),
						plan.refused().stream().map(RefusedChange::message))
				.forEach((step) -> problems
					.add("The migrations lack what the entities or declarative files ask for: " + step + "."));
			checkWaysDown(problems);
		}
		catch (MigrationException ex) {
			problems.add(ex.getMessage() + " " + ex.wayOut());
		}
		return new MigrationCheck(problems);
	}

	private void checkWaysDown(List<String> problems) {
		List<SqlScript> before = new ArrayList<>();
		for (Migration migration : this.graph.migrations()) {
			List<SqlScript> after = with(before, migration.up(), migration);
			MigrationAction down = migration.down();
			if (down != null) {
				List<SqlScript> back = with(after, down, migration);
				differences(before, back).forEach((difference) -> problems.add("The way down of " + migration.display()
						+ " does not restore what the way up changed; left to do: " + difference + "."));
				differences(after, with(back, migration.up(), migration))
					.forEach((difference) -> problems.add("Up, down and up again, " + migration.display()
							+ " ends with something else: " + difference + "."));
			}
			before = after;
		}
	}

	private List<String> differences(List<SqlScript> expected, List<SqlScript> found) {
		MigrationPlan plan = comparison(() -> found, () -> expected).dropUnmanaged(true).plan();
		return Stream
			.concat(plan.steps().stream().map((step) -> step.title(plan.defaultSchema())),
					plan.refused().stream().map(RefusedChange::message))
			.toList();
	}

	/**
	 * Describe the migrations and the schema they lead to.
	 * @return Markdown with diagrams of Mermaid
	 * @throws MigrationException if the migrations cannot be used
	 */
	public String document() {
		List<SqlScript> migrations = replayed();
		return MigrationDocument.of(this.graph, comparison(List::of, () -> migrations).plan());
	}

	/**
	 * Data that goes is a hazard to be told in the file, not a reason to leave it out.
	 */
	private MigrationPlan plan() {
		List<SqlScript> migrations = replayed();
		MigrationPlan plan = comparison(() -> migrations, this::sources).plan();
		String[] consents = plan.refused()
			.stream()
			.flatMap((refused) -> refused.hazards().stream())
			.filter((hazard) -> hazard.code().needsConsent())
			.map(Hazard::consent)
			.distinct()
			.toArray(String[]::new);
		return (consents.length == 0) ? plan : comparison(() -> migrations, this::sources).allow(consents).plan();
	}

	private List<SqlScript> replayed() {
		List<SqlScript> replayed = new ArrayList<>();
		for (Migration migration : this.graph.migrations()) {
			replayed = with(replayed, migration.up(), migration);
		}
		for (Migration migration : this.graph.repeatables()) {
			replayed = with(replayed, migration.up(), migration);
		}
		return replayed;
	}

	private List<SqlScript> sources() {
		return this.sources.stream().flatMap((source) -> source.scripts().stream()).toList();
	}

	private SchemaComparison comparison(SchemaSource from, SchemaSource to) {
		SchemaComparison comparison = SchemaComparison.between(SchemaSide.sources(from), SchemaSide.sources(to))
			.using(this.lent)
			.schemas(this.settings.schemas().toArray(String[]::new))
			.policy(ChangePolicy.FULL)
			.timeout(this.settings.timeout());
		this.settings.renames().forEach(comparison::rename);
		return comparison;
	}

	private static List<SqlScript> with(List<SqlScript> scripts, MigrationAction action, Migration migration) {
		if (!(action instanceof MigrationAction.Sql sql)) {
			throw new InvalidMigrationException(migration.origin(),
					"a migration in Java cannot be replayed where nothing stays of it.",
					"Let migrations in Java change rows only, and put a squashed SQL migration in their place, or write this one by hand.");
		}
		List<SqlScript> longer = new ArrayList<>(scripts);
		longer.add(new SqlScript(sql.script(), "\n".repeat(sql.firstLine() - 1) + sql.text()));
		return longer;
	}

	private static String up(MigrationPlan plan) {
		StringBuilder text = new StringBuilder();
		plan.refused().forEach((refused) -> comment(text, "Left out: " + refused.message()));
		plan.steps().forEach((step) -> write(text, step, null, plan.defaultSchema()));
		return text.toString();
	}

	private static String down(MigrationPlan plan) {
		StringBuilder text = new StringBuilder();
		plan.reverse().forEach((reverse) -> write(text, reverse.step(), note(reverse), plan.defaultSchema()));
		return text.toString();
	}

	private static @Nullable String note(ReverseStep reverse) {
		return switch (reverse.reversal()) {
			case LOSSLESS -> null;
			case LOSSY -> "Makes the structure again; what was in it is lost.";
			case IRREVERSIBLE -> "This cannot be taken back.";
		};
	}

	private static void write(StringBuilder text, MigrationStep step, @Nullable String note, String defaultSchema) {
		comment(text, step.title(defaultSchema));
		if (note != null) {
			comment(text, note);
		}
		step.hazards().forEach((hazard) -> comment(text, "Hazard: " + hazard));
		step.statements().forEach((statement) -> text.append(statement).append(";\n"));
		text.append('\n');
	}

	private static void comment(StringBuilder text, String line) {
		text.append("-- ").append(line.lines().collect(Collectors.joining(" "))).append('\n');
	}

}
