package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.automigrate.versioned.MigrationName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Reads the changesets of a project of Liquibase. Their versions are their places in the
 * changelog, counting those that are left out.
 */
final class LiquibaseProject {

	/** Where a Spring Boot application's changelog is, the first that there is. */
	private static final List<String> PLACES = Stream.of("yaml", "yml", "xml", "json", "sql")
		.map((suffix) -> "classpath:db/changelog/db.changelog-master." + suffix)
		.toList();

	private static final String LIBRARY = "liquibase.parser.ChangeLogParserFactory";

	private static final int LONGEST_NAME = 100;

	private static final Set<String> WITHOUT_MEANING = Set.of("splitstatements", "stripcomments",
			"rollbacksplitstatements", "runwithspoolfile", "logicalfilepath");

	private static final Set<String> TAKEN_OVER = Set.of("enddelimiter", "rollbackenddelimiter", "runintransaction",
			"runonchange", "dbms", "context", "labels", "ignore");

	private final AdoptionRequest request;

	private final List<ForeignMigration> migrations = new ArrayList<>();

	private final Findings notes = new Findings();

	private final Findings refusals = new Findings();

	private final Placeholders placeholders;

	private final Set<String> keys = new HashSet<>();

	private final Set<String> leftOut = new HashSet<>();

	private LiquibaseProject(AdoptionRequest request) {
		this.request = request;
		this.placeholders = new Placeholders(request.placeholders(), request.keepPlaceholders(), this.refusals);
	}

	/**
	 * Read a project.
	 * @param request which one
	 * @return the project, or {@code null} if there is no changelog
	 */
	static @Nullable ForeignProject read(AdoptionRequest request) {
		return read(request, ClassUtils.isPresent(LIBRARY, null));
	}

	/** With or without the help of Liquibase's own library. */
	static @Nullable ForeignProject read(AdoptionRequest request, boolean library) {
		return new LiquibaseProject(request).read(library);
	}

	/** What Liquibase's history knows a changeset by. */
	static String key(String author, @Nullable String id) {
		return author + ":" + Objects.requireNonNullElse(id, "");
	}

	private @Nullable ForeignProject read(boolean library) {
		Changelogs changelogs = new Changelogs(this.refusals);
		Map<String, SourceFile> roots = new LinkedHashMap<>();
		if (this.request.sources().isEmpty()) {
			PLACES.stream()
				.map(changelogs::at)
				.filter((found) -> !found.isEmpty())
				.findFirst()
				.ifPresent(roots::putAll);
		}
		else {
			this.request.sources().forEach((source) -> roots.putAll(changelogs.at(source)));
		}
		boolean others = this.request.tool() == null && roots.values()
			.stream()
			.allMatch((file) -> file.path().endsWith(".sql") && !FormattedSql.formatted(file));
		if ((roots.isEmpty() && this.refusals.isEmpty()) || others) {
			return null;
		}
		List<ChangeSet> changeSets = library
				? new LiquibaseLibrary(this.request, this.notes, this.refusals).read(List.copyOf(roots.keySet()))
				: read(changelogs, roots);
		int width = Math.max(4, String.valueOf(changeSets.size()).length());
		for (int i = 0; i < changeSets.size(); i++) {
			if (taken(changeSets.get(i))) {
				add(changeSets.get(i), String.format(Locale.ROOT, "%0" + width + "d", i + 1));
			}
		}
		if (!library) {
			this.notes.add(
					"Checksums of Liquibase are not verified, since its library is not on the class path: what the files say now counts as what was applied.");
		}
		return new ForeignProject(MigrationTool.LIQUIBASE, this.migrations, this.leftOut, this.notes.sentences(),
				this.refusals.sentences());
	}

	/** What can be read without Liquibase. */
	private List<ChangeSet> read(Changelogs changelogs, Map<String, SourceFile> roots) {
		roots.forEach(changelogs::read);
		List<ChangeSet> changeSets = new ArrayList<>();
		changelogs.files().forEach((file) -> changeSets.addAll(new FormattedSql(file, this.placeholders).read()));
		return changeSets;
	}

	private boolean taken(ChangeSet changeSet) {
		String context = changeSet.attribute("context");
		Collection<String> contexts = this.request.contexts();
		String why = changeSet.findings().leftOut();
		if (why == null && !DatabaseNames.includePostgres(changeSet.attribute("dbms"))) {
			why = "is for another database";
		}
		if (why == null && changeSet.is("ignore")) {
			why = "is to be ignored";
		}
		if (why == null && context != null && !context.isBlank()) {
			if (contexts == null) {
				this.refusals.add(changeSet.display(), "it is for the context \"" + context + "\"",
						"Say with --contexts which ones Liquibase runs with, or --contexts alone for none, which is all changesets.");
			}
			else if (!ContextExpression.matches(context,
					contexts.stream().filter((each) -> !each.isBlank()).toList())) {
				why = "is for the context \"" + context + "\"";
			}
		}
		if (why != null) {
			this.leftOut.add(key(changeSet.author(), changeSet.id()));
			this.notes.add(changeSet.display(), "left out, since it " + why, "");
		}
		else if (!this.keys.add(key(changeSet.author(), changeSet.id()) + " " + changeSet.path())) {
			this.refusals.add(changeSet.display(), "a second one with this id", "Give one of them another id.");
		}
		return why == null;
	}

	private void add(ChangeSet changeSet, String version) {
		losses(changeSet);
		boolean repeatable = changeSet.is("runOnChange");
		MigrationText text = new MigrationText(changeSet.comment(), "Liquibase, " + changeSet.origin(), this.refusals);
		text.section("up", changeSet.place(), changeSet.firstLine(),
				statements(changeSet, changeSet.sql(), "endDelimiter"),
				!"false".equalsIgnoreCase(changeSet.attribute("runInTransaction")));
		String down = repeatable ? "" : statements(changeSet, changeSet.rollback(), "rollbackEndDelimiter");
		if (!down.isBlank()) {
			text.section("down", changeSet.place(), changeSet.firstLine(), down,
					!"false".equalsIgnoreCase(changeSet.attribute("runInTransaction")));
		}
		String name = version + "_" + MigrationName.of(title(changeSet), LONGEST_NAME);
		this.migrations.add(new ForeignMigration(key(changeSet.author(), changeSet.id()), changeSet.path(),
				changeSet.display(), text.file(repeatable ? MigrationName.repeatable(name) : name), List.of(),
				changeSet.findings().verified()));
	}

	private static String title(ChangeSet changeSet) {
		String file = changeSet.path().replaceFirst(".*/", "").replaceFirst("\\.(sql|ya?ml|xml|json)$", "");
		String id = changeSet.id();
		return (id == null) ? file : id.matches(".*\\p{L}.*") ? id : file + "_" + id;
	}

	private String statements(ChangeSet changeSet, String sql, String delimiter) {
		String replaced = this.placeholders.replace(changeSet.place(), changeSet.firstLine(), sql);
		String stated = changeSet.attribute(delimiter);
		return (stated != null) ? new EndDelimiter(stated).replaced(replaced) : replaced;
	}

	/** What Liquibase does with the changeset, and nothing here would. */
	private void losses(ChangeSet changeSet) {
		List<String> losses = new ArrayList<>(changeSet.findings().losses());
		changeSet.findings().notes().forEach((note) -> this.notes.add(changeSet.display(), note, ""));
		if (changeSet.is("runOnChange")) {
			this.notes.add(changeSet.display(), "it becomes repeatable: it runs after all others"
					+ (changeSet.rollback().isBlank() ? "" : ", and cannot be rolled back"), "");
		}
		changeSet.attributes().forEach((name, value) -> {
			boolean harmless = TAKEN_OVER.contains(name) || WITHOUT_MEANING.contains(name)
					|| (name.equals("runalways") && value.equalsIgnoreCase("false"))
					|| (name.equals("failonerror") && value.equalsIgnoreCase("true"));
			if (!harmless) {
				losses.add(name + ":" + value);
			}
		});
		String labels = changeSet.attribute("labels");
		if (labels != null && !labels.isBlank()) {
			this.notes.add(changeSet.display(), "taken over whatever labels are asked for; it has " + labels, "");
		}
		for (String loss : losses) {
			if (this.request.acceptLosses()) {
				this.notes.add(changeSet.display(), loss + " cannot be taken over", "");
			}
			else {
				this.refusals.add(changeSet.display(), loss + " cannot be taken over",
						"Say it in SQL and remove it, or leave it out with --accept-losses.");
			}
		}
	}

}
