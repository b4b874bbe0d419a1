package io.automigrate;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.MigrationReplay;
import io.automigrate.execute.MigrationReplay.Made;
import io.automigrate.execute.MigrationSettings;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.plan.ReverseStep;
import io.automigrate.schema.ObjectKind;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.PlainNames;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationFile;
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

	private static final Set<ObjectKind> AFTER_ROWS = EnumSet.of(ObjectKind.FOREIGN_KEY, ObjectKind.VIEW,
			ObjectKind.MATERIALIZED_VIEW, ObjectKind.TRIGGER, ObjectKind.POLICY);

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
		PlainNames names = new PlainNames(replay().keywords());
		return new GeneratedMigration(fileName(message), text(message, up(plan, names), down(plan, names)), refused);
	}

	/**
	 * Begin a migration that somebody writes by hand.
	 * @param message what it is for
	 * @return the migration with empty sections
	 */
	public GeneratedMigration empty(String message) {
		return new GeneratedMigration(fileName(message), text(message, "", ""), List.of());
	}

	private String text(String message, String up, String down) {
		return this.template.replace("${description}", message.replaceAll("\\s+", " ").strip())
			.replace("${depends}", this.graph.heads().isEmpty() ? "none" : String.join(", ", this.graph.heads()))
			.replace("${up}", up.stripTrailing() + "\n")
			.replace("${down}", down.stripTrailing() + "\n");
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
		return version + "_" + slug(message) + ".sql";
	}

	private static String slug(String message) {
		String slug = message.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_|_$", "");
		String shortened = slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
		return shortened.isEmpty() ? "migration" : shortened;
	}

	/**
	 * Check that the migrations can be replayed, lead to what entities and declarative
	 * files ask for, that each way down restores what the way up changed, after which the
	 * way up works again, and that somebody has accepted whatever loses data.
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
			problems.addAll(replay().problems());
		}
		catch (MigrationException ex) {
			problems.add(ex.getMessage() + " " + ex.wayOut());
		}
		return new MigrationCheck(problems);
	}

	/**
	 * Describe the migrations and the schema they lead to.
	 * @return Markdown with diagrams of Mermaid
	 * @throws MigrationException if the migrations cannot be used
	 */
	public String document() {
		return MigrationDocument.of(this.graph, replay().fromNothing(false).creation());
	}

	/**
	 * Fold a migration and all that it needs into one that makes the same schema and the
	 * same rows at once.
	 * @param version the last migration to be folded
	 * @param message what the new one is for
	 * @return the migration that takes the place of the others, under the same version
	 * @throws MigrationException if the migrations cannot be used, or something else
	 * would come of the new one
	 */
	public SquashedMigration squash(String version, String message) {
		Set<String> folded = this.graph.ancestry(version);
		List<Migration> old = this.graph.migrations()
			.stream()
			.filter((migration) -> folded.contains(migration.version()))
			.toList();
		Made made = replay(MigrationGraph.of(old)).fromNothing(true);
		if (!made.creation().refused().isEmpty()) {
			throw new InvalidMigrationException(version,
					"what the migrations make cannot be made at once: " + made.creation().refused().get(0).message(),
					"Squash up to an earlier version.");
		}
		StringBuilder text = new StringBuilder();
		comment(text, "description: " + message);
		comment(text, "depends: none");
		old.forEach((migration) -> comment(text, "replaces: " + migration.version()
				+ (migration.checksum().isEmpty() ? "" : "@" + migration.checksum())));
		text.append("\n-- migrate:up\n");
		PlainNames names = new PlainNames(replay().keywords());
		creation(text, made, names);
		text.append("\n-- migrate:down\n").append(down(made.creation(), names));
		String name = version + "_" + slug(message) + ".sql";
		Made again = replay(MigrationGraph.of(List.of(new MigrationFile(name, name, text.toString()).parse())))
			.fromNothing(true);
		if (!again.creation().sql().equals(made.creation().sql()) || !again.rows().equals(made.rows())) {
			throw new InvalidMigrationException(name,
					"it would not make what the migrations make that it is folded from.",
					"Squash up to an earlier version, and report this with the migrations.");
		}
		return new SquashedMigration(name, text.toString(), old.stream().map(Migration::version).toList(),
				old.stream().map(Migration::origin).toList());
	}

	/** The rows come before what would look at them, or be set off by them. */
	private static void creation(StringBuilder text, Made made, PlainNames names) {
		List<MigrationStep> steps = made.creation().steps();
		int tables = 0;
		int rows = steps.size();
		for (int i = steps.size() - 1; i >= 0; i--) {
			ObjectKind kind = steps.get(i).object().kind();
			if (kind == ObjectKind.TABLE || kind == ObjectKind.COLUMN) {
				tables = Math.max(tables, i + 1);
			}
			if (AFTER_ROWS.contains(kind)) {
				rows = i;
			}
		}
		int at = Math.max(tables, rows);
		String schema = made.creation().defaultSchema();
		steps.subList(0, at).forEach((step) -> write(text, step, null, schema, names));
		made.rows().forEach((statement) -> text.append(statement).append(";\n"));
		text.append(made.rows().isEmpty() ? "" : "\n");
		steps.subList(at, steps.size()).forEach((step) -> write(text, step, null, schema, names));
	}

	/**
	 * Data that goes is a hazard to be told in the file, not a reason to leave it out.
	 */
	private MigrationPlan plan() {
		MigrationPlan plan = replay().wayTo(this.sources, Set.of());
		Set<String> consents = plan.refused()
			.stream()
			.flatMap((refused) -> refused.hazards().stream())
			.filter((hazard) -> hazard.code().needsConsent())
			.map(Hazard::consent)
			.collect(Collectors.toSet());
		return consents.isEmpty() ? plan : replay().wayTo(this.sources, consents);
	}

	private MigrationReplay replay() {
		return replay(this.graph);
	}

	private MigrationReplay replay(MigrationGraph migrations) {
		return new MigrationReplay(migrations, this.lent, this.settings);
	}

	private static String up(MigrationPlan plan, PlainNames names) {
		StringBuilder text = new StringBuilder();
		plan.refused().forEach((refused) -> comment(text, "Left out: " + refused.message()));
		plan.steps().forEach((step) -> write(text, step, null, plan.defaultSchema(), names));
		return text.toString();
	}

	private static String down(MigrationPlan plan, PlainNames names) {
		StringBuilder text = new StringBuilder();
		plan.reverse().forEach((reverse) -> write(text, reverse.step(), note(reverse), plan.defaultSchema(), names));
		return text.toString();
	}

	/** What no hazard of the step says. */
	private static @Nullable String note(ReverseStep reverse) {
		boolean told = reverse.step().hazards().stream().anyMatch((hazard) -> hazard.code().needsConsent());
		return switch (reverse.reversal()) {
			case LOSSLESS -> null;
			case LOSSY -> told ? null : "Makes the structure again; what was in it is lost.";
			case IRREVERSIBLE -> "This cannot be taken back.";
		};
	}

	private static void write(StringBuilder text, MigrationStep step, @Nullable String note, String defaultSchema,
			PlainNames names) {
		comment(text, step.title(defaultSchema));
		if (note != null) {
			comment(text, note);
		}
		step.hazards().forEach((hazard) -> comment(text, "Hazard: " + hazard.code() + ": " + hazard.text()));
		step.statements().forEach((statement) -> text.append(names.in(statement)).append(";\n"));
		text.append('\n');
	}

	private static void comment(StringBuilder text, String line) {
		text.append("-- ").append(line.lines().collect(Collectors.joining(" "))).append('\n');
	}

}
