package io.automigrate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.GeneratedMigration.File;
import io.automigrate.error.InvalidMigrationException;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.MigrationReplay;
import io.automigrate.execute.MigrationReplay.Made;
import io.automigrate.execute.MigrationReplay.Ways;
import io.automigrate.execute.VersionedQuestions;
import io.automigrate.execute.VersionedQuestions.PresentState;
import io.automigrate.plan.Hazard;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.Schema;
import io.automigrate.schema.Table;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.PlainConditions;
import io.automigrate.sql.PlainNames;
import io.automigrate.sql.QualifiedName;
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

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	/** Eight digits of an earlier one are a number. */
	private static final int EARLIEST_YEAR = 1990;

	private static final String OUTSIDE = " transaction:false";

	private static final String TEMPLATE = """
			-- description: ${description}
			-- depends: ${depends}

			-- migrate:up
			${up}
			-- migrate:down
			${down}""";

	private static final String BASELINE = """

			-- baseline: true
			-- Where everything that this makes is there already, it is marked as applied instead of being run.

			""";

	private static final Set<ObjectKind> AFTER_ROWS = EnumSet.of(ObjectKind.FOREIGN_KEY, ObjectKind.VIEW,
			ObjectKind.MATERIALIZED_VIEW, ObjectKind.TRIGGER, ObjectKind.POLICY);

	/** Up to how many digits a version is a number to be counted on. */
	private static final int LONGEST_NUMBER = 8;

	/** How much of a message becomes part of a file's name. */
	private static final int LONGEST_SLUG = 60;

	private final VersionedQuestions questions;

	private final MigrationGraph graph;

	private MigrationReplay replay;

	private final List<SchemaSource> sources;

	private final Clock clock;

	private String template = TEMPLATE;

	MigrationGenerator(VersionedQuestions questions, MigrationGraph graph, MigrationReplay replay,
			Collection<SchemaSource> sources, Clock clock) {
		this.questions = questions;
		this.graph = graph;
		this.replay = replay;
		this.sources = List.copyOf(sources);
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
	 * Run the migrations in a database that is lent, not in one that is made for them
	 * beside the live one.
	 * @param url the JDBC URL of a database without anything in the managed schemas; what
	 * the migrations make in it is dropped afterwards. Without a user in it, the live
	 * database's user and password are taken
	 * @return this generator
	 * @throws IllegalArgumentException if the URL is none of PostgreSQL's
	 */
	public MigrationGenerator devUrl(String url) {
		this.replay = this.replay.at(url);
		return this;
	}

	/**
	 * Generate the next migration, or the next ones: what cannot be in a transaction,
	 * such as the index of a table that exists, has a file of its own, and so has what
	 * the database has already, although no migration has made it.
	 * @param message what it is for
	 * @return the migration, empty where there is nothing to do
	 * @throws MigrationException if migrations or sources cannot be used
	 */
	public GeneratedMigration generate(String message) {
		Schema live = this.questions.present(this.sources).schema();
		Ways ways = this.replay.ways(this.graph, this.sources, live);
		MigrationPlan plan = ways.toSources();
		MigrationPlan present = ways.toPresent();
		if (plan.isEmpty() && plan.refused().isEmpty()) {
			return new GeneratedMigration(List.of(), List.of());
		}
		if (present.isEmpty()) {
			return new GeneratedMigration(written(message, plan, (all) -> this.replay.wayTo(all, this.sources)),
					refused(plan));
		}
		List<File> baseline = written(this.graph.migrations().isEmpty() ? "baseline" : message + " in place", present,
				(all) -> this.replay.wayToPresent(all, this.sources, plan, live))
			.stream()
			.map(MigrationGenerator::marked)
			.toList();
		MigrationGenerator next = new MigrationGenerator(this.questions, with(baseline), this.replay, this.sources,
				this.clock)
			.template(this.template);
		MigrationPlan rest = this.replay.wayTo(next.graph, this.sources);
		List<File> files = new ArrayList<>(baseline);
		if (!rest.isEmpty() || !rest.refused().isEmpty()) {
			files.addAll(next.written(message, rest, (all) -> this.replay.wayTo(all, this.sources)));
		}
		return new GeneratedMigration(files, refused(rest));
	}

	private static List<String> refused(MigrationPlan plan) {
		return plan.refused().stream().map(RefusedChange::message).toList();
	}

	private static File marked(File file) {
		return new File(file.name(), file.text().replaceFirst("(?m)\\n+(?=^-- migrate:up)", BASELINE), true);
	}

	private MigrationGraph with(List<File> files) {
		List<Migration> migrations = new ArrayList<>(this.graph.migrations());
		migrations.addAll(this.graph.repeatables());
		files.forEach((file) -> migrations.add(new MigrationFile(file.name(), file.name(), file.text()).parse()));
		return MigrationGraph.of(migrations);
	}

	/**
	 * Write a plan as a person would have written it, unless something else would come of
	 * that.
	 * @param left plans what there is to do after the migrations
	 */
	private List<File> written(String message, MigrationPlan plan, Function<MigrationGraph, MigrationPlan> left) {
		PlainNames names = new PlainNames(this.replay.keywords());
		List<File> plain = files(message, plan, (statement) -> PlainConditions.in(names.in(statement)));
		List<File> printed = files(message, plan, names::in);
		return (plain.equals(printed) || makesTheSame(plain, plan, left)) ? plain : printed;
	}

	/** Whether nothing more is to be done after the files than the plan leaves. */
	private boolean makesTheSame(List<File> files, MigrationPlan plan, Function<MigrationGraph, MigrationPlan> left) {
		try {
			MigrationPlan more = left.apply(with(files));
			return more.isEmpty() && more.refused().size() <= plan.refused().size();
		}
		catch (MigrationException ex) {
			return false;
		}
	}

	private List<File> files(String message, MigrationPlan plan, UnaryOperator<String> readable) {
		StringBuilder leftOut = new StringBuilder();
		plan.refused().forEach((refused) -> PlannedSections.comment(leftOut, "Left out: " + refused.message()));
		List<PlannedSections> sections = PlannedSections.of(plan, readable);
		if (sections.isEmpty()) {
			sections = List.of(new PlannedSections("", true, "", true));
		}
		List<String> versions = versions(sections.size());
		List<File> files = new ArrayList<>();
		for (int i = 0; i < sections.size(); i++) {
			PlannedSections section = sections.get(i);
			String part = (sections.size() == 1) ? "" : " (" + (i + 1) + " of " + sections.size() + ")";
			String name = versions.get(i) + "_" + slug(message) + ((i == 0) ? "" : "_" + (i + 1)) + ".sql";
			String up = ((i == 0) ? leftOut : "") + section.up();
			files.add(new File(name, text(message + part, (i == 0) ? this.graph.heads() : List.of(versions.get(i - 1)),
					new PlannedSections(up, section.upTransactional(), section.down(), section.downTransactional())),
					false));
		}
		return files;
	}

	/**
	 * Begin a migration that somebody writes by hand.
	 * @param message what it is for
	 * @return the migration with empty sections
	 */
	public GeneratedMigration empty(String message) {
		return new GeneratedMigration(List.of(new File(fileName(message),
				text(message, this.graph.heads(), new PlannedSections("", true, "", true)), false)), List.of());
	}

	private String text(String message, List<String> depends, PlannedSections sections) {
		return this.template.replace("${description}", message.replaceAll("\\s+", " ").strip())
			.replace("${depends}", depends.isEmpty() ? "none" : String.join(", ", depends))
			.replaceAll("(?m)^(-- migrate:up)$", "$1" + (sections.upTransactional() ? "" : OUTSIDE))
			.replaceAll("(?m)^(-- migrate:down)$", "$1" + (sections.downTransactional() ? "" : OUTSIDE))
			.replace("${up}", sections.up().stripTrailing() + "\n")
			.replace("${down}", sections.down().stripTrailing() + "\n");
	}

	/**
	 * Name the file of the next migration: its version counts on where versions are
	 * numbers, is today where they are dates, and is the time otherwise.
	 * @param message what it is for
	 * @return the name
	 */
	public String fileName(String message) {
		return versions(1).get(0) + "_" + slug(message) + ".sql";
	}

	/** The next versions, each after the one before. */
	private List<String> versions(int count) {
		List<String> versions = this.graph.migrations().stream().map(Migration::version).toList();
		boolean numbers = !versions.isEmpty()
				&& versions.stream().allMatch((version) -> version.matches("[0-9]{1," + LONGEST_NUMBER + "}"));
		boolean dates = numbers && versions.stream().allMatch(MigrationGenerator::date);
		int last = numbers ? versions.stream().mapToInt(Integer::parseInt).max().orElse(0) : 0;
		Instant now = this.clock.instant();
		List<String> next = new ArrayList<>();
		if (dates && count == 1 && Integer.parseInt(DATE.format(now)) > last) {
			next.add(DATE.format(now));
		}
		else if (numbers && !dates) {
			int width = versions.stream().mapToInt(String::length).max().orElse(1);
			for (int i = 1; i <= count; i++) {
				next.add(String.format(Locale.ROOT, "%0" + width + "d", last + i));
			}
		}
		else {
			for (Instant time = now; next.size() < count; time = time.plusSeconds(1)) {
				String version = TIMESTAMP.format(time);
				if (!versions.contains(version)) {
					next.add(version);
				}
			}
		}
		return next;
	}

	private static boolean date(String version) {
		try {
			return version.length() == LONGEST_NUMBER
					&& LocalDate.parse(version, DateTimeFormatter.BASIC_ISO_DATE).getYear() >= EARLIEST_YEAR;
		}
		catch (DateTimeException ex) {
			return false;
		}
	}

	private static String slug(String message) {
		String slug = message.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_|_$", "");
		String shortened = slug.substring(0, Math.min(slug.length(), LONGEST_SLUG));
		return shortened.isEmpty() ? "migration" : shortened;
	}

	/**
	 * Check that the migrations can be replayed, lead to what entities and declarative
	 * files ask for, that each way down restores what the way up changed, after which the
	 * way up works again, and that somebody has accepted whatever loses data. Where the
	 * database has applied migrations, it is compared with what these lead to.
	 * @return what is wrong, if anything
	 */
	public MigrationCheck check() {
		List<String> problems = new ArrayList<>();
		try {
			MigrationPlan plan = this.replay.wayTo(this.graph, this.sources);
			Stream
				.concat(plan.steps().stream().map((step) -> step.title(plan.defaultSchema())),
						plan.refused().stream().map(RefusedChange::message))
				.forEach((step) -> problems
					.add("The migrations lack what the entities or declarative files ask for: " + step + "."));
			problems.addAll(this.replay.problems(this.graph));
			PresentState present = this.questions.present(List.of());
			MigrationGraph applied = present.applied();
			if (applied != null) {
				problems.addAll(applied.migrations().isEmpty() ? collisions(present.schema())
						: this.replay.differences(applied, present.schema()));
			}
		}
		catch (MigrationException ex) {
			problems.add(ex.getMessage() + " " + ex.wayOut());
		}
		return new MigrationCheck(problems);
	}

	/** What a run on a database without a history would come upon. */
	private List<String> collisions(Schema live) {
		if (live.tables().isEmpty() || this.graph.migrations().isEmpty()
				|| this.graph.migrations().stream().anyMatch(Migration::baseline)) {
			return List.of();
		}
		Set<QualifiedName> there = live.tables().stream().map(Table::name).collect(Collectors.toSet());
		List<String> twice = this.replay.fromNothing(this.graph, false)
			.schema()
			.tables()
			.stream()
			.map(Table::name)
			.filter(there::contains)
			.map(QualifiedName::quoted)
			.toList();
		if (twice.isEmpty()) {
			return List.of();
		}
		List<Migration> all = this.graph.migrations();
		String version = this.replay.differences(this.graph, live).isEmpty() ? all.get(all.size() - 1).version()
				: "and the version that the database is at";
		return List.of("The database has tables that the migrations make, and no history, so that a run would fail: "
				+ String.join(", ", twice)
				+ ". Mark the migrations that they come from as applied with the command baseline " + version + ".");
	}

	/**
	 * Describe the migrations and the schema they lead to.
	 * @return Markdown with diagrams of Mermaid
	 * @throws MigrationException if the migrations cannot be used
	 */
	public String document() {
		return MigrationDocument.of(this.graph, this.replay.fromNothing(this.graph, false).creation());
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
		Made made = this.replay.fromNothing(MigrationGraph.of(old), true);
		if (!made.creation().refused().isEmpty()) {
			throw new InvalidMigrationException(version,
					"what the migrations make cannot be made at once: " + made.creation().refused().get(0).message(),
					"Squash up to an earlier version.");
		}
		StringBuilder text = new StringBuilder();
		PlannedSections.comment(text, "description: " + message);
		PlannedSections.comment(text, "depends: none");
		old.forEach((migration) -> PlannedSections.comment(text, "replaces: " + migration.version()
				+ (migration.checksum().isEmpty() ? "" : "@" + migration.checksum())));
		if (made.rows().isEmpty() && old.stream().anyMatch(Migration::baseline)) {
			PlannedSections.comment(text, "baseline: true");
		}
		text.append("\n-- migrate:up\n");
		PlainNames names = new PlainNames(this.replay.keywords());
		creation(text, made, names);
		text.append("\n-- migrate:down\n").append(PlannedSections.down(made.creation(), names::in));
		String name = version + "_" + slug(message) + ".sql";
		MigrationGraph one = MigrationGraph.of(List.of(new MigrationFile(name, name, text.toString()).parse()));
		if (!this.replay.makes(one, made)) {
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
		steps.subList(0, at).forEach((step) -> PlannedSections.write(text, step, schema, names::in));
		made.rows().forEach((statement) -> text.append(statement).append(";\n"));
		text.append(made.rows().isEmpty() ? "" : "\n");
		steps.subList(at, steps.size()).forEach((step) -> PlannedSections.write(text, step, schema, names::in));
	}

}
