package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the changesets of a project of Liquibase. Their versions are their places in the
 * changelog, counting those that are left out.
 */
final class LiquibaseProject {

	/** Where a Spring Boot application's changelog is, the first that there is. */
	private static final List<String> PLACES = Stream.of("yaml", "yml", "xml", "sql")
		.map((suffix) -> "classpath:db/changelog/db.changelog-master." + suffix)
		.toList();

	private static final int LONGEST_NAME = 100;

	private static final Set<String> WITHOUT_MEANING = Set.of("splitstatements", "stripcomments",
			"rollbacksplitstatements", "runwithspoolfile", "logicalfilepath");

	private static final Set<String> TAKEN_OVER = Set.of("enddelimiter", "rollbackenddelimiter", "runintransaction",
			"runonchange", "dbms", "context", "contextfilter", "labels", "ignore");

	private final AdoptionRequest request;

	private final List<ForeignMigration> migrations = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private final List<String> refusals = new ArrayList<>();

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
		return new LiquibaseProject(request).read();
	}

	/** What Liquibase's history knows a changeset by. */
	static String key(String author, @Nullable String id) {
		return author + ":" + Objects.requireNonNullElse(id, "");
	}

	private @Nullable ForeignProject read() {
		Changelogs changelogs = new Changelogs(this.refusals);
		if (this.request.sources().isEmpty()) {
			changelogs.readFirst(PLACES);
		}
		else {
			this.request.sources().forEach(changelogs::read);
		}
		if (this.request.tool() == null && changelogs.files().stream().noneMatch(FormattedSql::formatted)) {
			return null;
		}
		List<ChangeSet> changeSets = new ArrayList<>();
		changelogs.files().forEach((file) -> changeSets.addAll(new FormattedSql(file, this.placeholders).read()));
		if (changeSets.isEmpty() && this.refusals.isEmpty()) {
			return null;
		}
		int width = Math.max(4, String.valueOf(changeSets.size()).length());
		for (int i = 0; i < changeSets.size(); i++) {
			if (taken(changeSets.get(i))) {
				add(changeSets.get(i), String.format(Locale.ROOT, "%0" + width + "d", i + 1));
			}
		}
		this.notes.add("Checksums of Liquibase are not verified: what the files say now counts as what was applied.");
		return new ForeignProject(MigrationTool.LIQUIBASE, this.migrations, this.leftOut, this.notes, this.refusals);
	}

	private boolean taken(ChangeSet changeSet) {
		if (!this.keys.add(key(changeSet.author(), changeSet.id()) + " " + changeSet.path())) {
			this.refusals.add(changeSet.display() + " is there twice. Give one of them another id.");
		}
		String context = (changeSet.attribute("contextFilter") != null) ? changeSet.attribute("contextFilter")
				: changeSet.attribute("context");
		Collection<String> contexts = this.request.contexts();
		String why = !DatabaseNames.includePostgres(changeSet.attribute("dbms")) ? "is for another database"
				: changeSet.is("ignore") ? "is to be ignored" : null;
		if (why == null && context != null && !context.isBlank()) {
			if (contexts == null) {
				this.refusals.add(changeSet.display() + " is for the context \"" + context
						+ "\". Say with --contexts which ones Liquibase runs with, or --contexts alone for none, which is all changesets.");
			}
			else if (!ContextExpression.matches(context,
					contexts.stream().filter((each) -> !each.isBlank()).toList())) {
				why = "is for the context \"" + context + "\"";
			}
		}
		if (why != null) {
			this.leftOut.add(key(changeSet.author(), changeSet.id()));
			this.notes.add(changeSet.display() + " " + why + "; it is left out.");
		}
		return why == null;
	}

	private void add(ChangeSet changeSet, String version) {
		losses(changeSet);
		boolean repeatable = changeSet.is("runOnChange");
		MigrationText text = new MigrationText(changeSet.comment(), "Liquibase, " + changeSet.origin(), this.refusals);
		text.section("up", changeSet.path(), changeSet.line() + 1,
				statements(changeSet, changeSet.sql(), "endDelimiter"),
				!"false".equalsIgnoreCase(changeSet.attribute("runInTransaction")));
		String down = repeatable ? "" : down(changeSet);
		if (!down.isBlank()) {
			text.section("down", changeSet.path(), changeSet.line() + 1, down,
					!"false".equalsIgnoreCase(changeSet.attribute("runInTransaction")));
		}
		String name = version + "_" + MigrationText.name(title(changeSet), LONGEST_NAME);
		this.migrations.add(new ForeignMigration(key(changeSet.author(), changeSet.id()), changeSet.path(),
				changeSet.display(), text.file(repeatable ? MigrationText.repeatable(name) : name), List.of()));
	}

	private static String title(ChangeSet changeSet) {
		String file = changeSet.path().replaceFirst(".*/", "").replaceFirst("\\.sql$", "");
		String id = changeSet.id();
		return (id == null) ? file : id.matches(".*\\p{L}.*") ? id : file + "_" + id;
	}

	private String statements(ChangeSet changeSet, String sql, String delimiter) {
		String replaced = this.placeholders.replace(changeSet.path(), changeSet.line() + 1, sql);
		String stated = changeSet.attribute(delimiter);
		return (stated != null) ? new EndDelimiter(stated).replaced(replaced) : replaced;
	}

	/** Nothing to undo is said by a statement that does nothing. */
	private String down(ChangeSet changeSet) {
		String rollback = changeSet.rollback().strip();
		String lower = rollback.toLowerCase(Locale.ROOT);
		if (lower.startsWith("empty") || lower.startsWith("not required")) {
			return "SELECT 1; -- nothing to undo\n";
		}
		if (lower.contains("changesetid")) {
			this.notes.add(changeSet.display()
					+ " is undone by another changeset; it has no way down here until you write one.");
			return "";
		}
		return statements(changeSet, changeSet.rollback(), "rollbackEndDelimiter");
	}

	/** What Liquibase does with the changeset, and nothing here would. */
	private void losses(ChangeSet changeSet) {
		List<String> losses = new ArrayList<>();
		if (changeSet.preconditions()) {
			losses.add("its preconditions");
		}
		if (changeSet.is("runOnChange")) {
			this.notes.add(changeSet.display() + " becomes repeatable: it runs after all others"
					+ (changeSet.rollback().isBlank() ? "." : ", and cannot be rolled back."));
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
			this.notes
				.add(changeSet.display() + " is taken over whatever labels are asked for; it has " + labels + ".");
		}
		if (!losses.isEmpty()) {
			String loss = changeSet.display() + ": " + String.join(", ", losses) + " cannot be taken over.";
			if (this.request.acceptLosses()) {
				this.notes.add(loss);
			}
			else {
				this.refusals.add(loss + " Say it in SQL and remove it, or leave it out with --accept-losses.");
			}
		}
	}

}
