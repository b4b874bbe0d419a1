package io.automigrate.adopt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.sql.SqlScript;
import io.automigrate.sql.SqlStatement;
import io.automigrate.sql.TransactionControl;
import io.automigrate.sql.Identifier;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.Scope.ScopedRunnerWithReturn;
import liquibase.change.CheckSum;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.logging.core.NoOpLogService;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.precondition.core.PreconditionContainer.FailOption;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;

/**
 * Reads changelogs in every format through Liquibase's own library, where the application
 * has it on its class path: its parsers read them, and its generators write the
 * statements, offline for PostgreSQL. Only the classes of this package that begin with
 * Library, and this one, know it.
 */
final class LiquibaseLibrary {

	/** Who has written a file that is no changelog, as far as Liquibase says. */
	private static final String RAW_AUTHOR = "includeAll";

	/** There on databases that Liquibase has migrated, and on no others. */
	private static final Pattern OWN_TABLE = Pattern.compile("(?i)\\bdatabasechangelog(lock)?\\b");

	private final AdoptionRequest request;

	private final Findings notes;

	private final Findings refusals;

	private final List<ChangeSet> changeSets = new ArrayList<>();

	private final List<String> before = new ArrayList<>();

	/**
	 * Create a reader.
	 * @param request what was asked for
	 * @param notes is told of what is not taken over
	 * @param refusals is told of what cannot be read
	 */
	LiquibaseLibrary(AdoptionRequest request, Findings notes, Findings refusals) {
		this.request = request;
		this.notes = notes;
		this.refusals = refusals;
	}

	/**
	 * Read changelogs.
	 * @param locations where they are
	 * @return the changesets in their order
	 */
	List<ChangeSet> read(List<String> locations) {
		for (String location : locations) {
			ResourceAccessor files = location.startsWith("classpath:") ? new ClassLoaderResourceAccessor()
					: new LibraryFiles(Path.of(SourceFiles.path(location)));
			try {
				scoped(Map.of(Scope.Attr.resourceAccessor.name(), files),
						() -> read(SourceFiles.path(location), files));
			}
			catch (Exception ex) {
				this.refusals.add(location, "Liquibase cannot read it: " + message(ex), "Correct it.");
			}
		}
		return this.changeSets;
	}

	private static String message(Exception failure) {
		return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
			.map(Throwable::getMessage)
			.filter(Objects::nonNull)
			.reduce((outer, inner) -> inner)
			.orElse(failure.getClass().getSimpleName())
			.replaceAll("\\s+", " ");
	}

	private static <T> T scoped(Map<String, Object> values, ScopedRunnerWithReturn<T> act) throws Exception {
		Map<String, Object> all = new LinkedHashMap<>(values);
		all.put(Scope.Attr.ui.name(), new LoggerUIService());
		all.put(Scope.Attr.logService.name(), new NoOpLogService());
		return Scope.child(all, act);
	}

	private DatabaseChangeLog parsed(String path, ResourceAccessor files, Database database) throws Exception {
		ChangeLogParameters parameters = new ChangeLogParameters(database);
		parameters.setContexts(contexts());
		parameters.setLabels(new LabelExpression(this.request.labels()));
		this.request.placeholders().forEach(parameters::set);
		return ChangeLogParserFactory.getInstance().getParser(path, files).parse(path, parameters, files);
	}

	private boolean read(String path, ResourceAccessor files) throws Exception {
		Database database = new LibraryDatabase(files);
		DatabaseChangeLog changelog = parsed(path, files, database);
		// Writing statements may complete what a change says, and so change its checksum.
		List<liquibase.changelog.ChangeSet> untouched = parsed(path, files, database).getChangeSets();
		PreconditionContainer preconditions = changelog.getPreconditions();
		if (preconditions != null) {
			LibraryCondition conditions = new LibraryCondition(database, changelog, List.of());
			String condition = conditions.of(preconditions);
			if (!condition.equals(LibraryCondition.TRUE) || !conditions.losses().isEmpty()) {
				String what = "the preconditions of the whole changelog cannot be taken over";
				if (this.request.acceptLosses()) {
					this.notes.add(path, what, "");
				}
				else {
					this.refusals.add(path, what, "Remove them, or leave them out with --accept-losses.");
				}
			}
		}
		LibraryStatements statements = new LibraryStatements(database);
		for (int i = 0; i < untouched.size(); i++) {
			liquibase.changelog.ChangeSet changeSet = changelog.getChangeSets().get(i);
			database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
			this.changeSets.add(read(changeSet, statements, database, verified(untouched.get(i), files, database)));
		}
		return true;
	}

	private Contexts contexts() {
		return (this.request.contexts() != null)
				? new Contexts(this.request.contexts().stream().filter((each) -> !each.isBlank()).toList())
				: new Contexts();
	}

	private ChangeSet read(liquibase.changelog.ChangeSet changeSet, LibraryStatements statements, Database database,
			Predicate<String> verified) {
		boolean raw = changeSet.getAuthor().equals(RAW_AUTHOR) && changeSet.getId().startsWith("raw");
		List<String> losses = new ArrayList<>();
		List<String> notes = new ArrayList<>();
		String leftOut = leftOut(changeSet, database, notes);
		String sql = "";
		String rollback = "";
		if (leftOut == null) {
			Guard guard = guard(changeSet, database, losses, notes);
			leftOut = guard.never() ? "has preconditions that cannot hold here" : null;
			sql = guard.never() ? "" : statements.up(changeSet, guard.condition() != null, losses);
			boolean foreign = OWN_TABLE.matcher(sql).find();
			if (foreign
					&& statements(sql).stream().allMatch((statement) -> OWN_TABLE.matcher(statement.text()).find())) {
				leftOut = "is about a table of Liquibase's own";
			}
			else if (foreign) {
				losses.add("what is said of a table of Liquibase's own");
			}
			sql = guarded(guard, sql, losses);
			rollback = statements.down(changeSet, losses);
			unknown(changeSet, losses);
		}
		this.before.add(changeSet.getAuthor() + ":" + changeSet.getId());
		Map<String, String> attributes = new LinkedHashMap<>();
		attributes.put("runonchange", String.valueOf(changeSet.isRunOnChange()));
		attributes.put("runintransaction", String.valueOf(changeSet.isRunInTransaction()));
		String context = changeSet.buildFullContext();
		if (this.request.contexts() == null && context != null && leftOut == null) {
			attributes.put("context", context);
		}
		return new ChangeSet(changeSet.getFilePath(), 0, changeSet.getAuthor(), raw ? null : changeSet.getId(),
				attributes, changeSet.getComments(), sql, rollback,
				new ChangeSet.Findings(leftOut, losses, notes, verified));
	}

	private @Nullable String leftOut(liquibase.changelog.ChangeSet changeSet, Database database, List<String> notes) {
		if (!DatabaseList.definitionMatches(changeSet.getDbmsSet(), database, true)) {
			return "is for another database";
		}
		if (changeSet.isIgnore() || changeSet.isInheritableIgnore()) {
			return "is to be ignored";
		}
		if (this.request.contexts() != null && !accepts(new ContextChangeSetFilter(contexts()), changeSet)) {
			return "is for the context \"" + changeSet.buildFullContext() + "\"";
		}
		String labels = changeSet.buildFullLabels();
		if (labels != null && this.request.labels() == null) {
			notes.add("taken over whatever labels are asked for; it has " + labels);
		}
		else if (labels != null
				&& !accepts(new LabelChangeSetFilter(new LabelExpression(this.request.labels())), changeSet)) {
			return "has the labels " + labels;
		}
		return null;
	}

	private static boolean accepts(ChangeSetFilter filter, liquibase.changelog.ChangeSet changeSet) {
		return filter.accepts(changeSet).isAccepted();
	}

	/** What Liquibase does with the changeset, and nothing here would. */
	private static void unknown(liquibase.changelog.ChangeSet changeSet, List<String> losses) {
		if (changeSet.isAlwaysRun()) {
			losses.add("runAlways:true");
		}
		if (Boolean.FALSE.equals(changeSet.getFailOnError())) {
			losses.add("failOnError:false");
		}
		if (changeSet.getRunWith() != null && !changeSet.getRunWith().equalsIgnoreCase("jdbc")) {
			losses.add("runWith:" + changeSet.getRunWith());
		}
	}

	private Guard guard(liquibase.changelog.ChangeSet changeSet, Database database, List<String> losses,
			List<String> notes) {
		PreconditionContainer preconditions = changeSet.getPreconditions();
		if (preconditions == null || preconditions.getNestedPreconditions().isEmpty()) {
			return new Guard(null, false);
		}
		FailOption onFail = preconditions.getOnFail();
		if (onFail == FailOption.WARN) {
			notes.add("it runs whatever its preconditions say, as under Liquibase, but does not warn");
			return new Guard(null, false);
		}
		LibraryCondition conditions = new LibraryCondition(database, changeSet.getChangeLog(), this.before);
		String condition = conditions.of(preconditions);
		losses.addAll(conditions.losses());
		if (condition.equals(LibraryCondition.TRUE)) {
			return new Guard(null, false);
		}
		if (onFail == FailOption.CONTINUE) {
			notes.add("it is not tried again where its preconditions do not hold");
		}
		return new Guard(condition, onFail == FailOption.HALT);
	}

	/**
	 * A block that runs the statements where the condition holds, or one before them that
	 * fails where it does not.
	 */
	private static String guarded(Guard guard, String sql, List<String> losses) {
		String condition = guard.condition();
		if (condition == null || sql.isBlank()) {
			return sql;
		}
		if (guard.halts()) {
			return block(
					"IF NOT (" + condition + ") THEN\n\t\tRAISE EXCEPTION 'The preconditions do not hold';\n\tEND IF;")
					+ sql;
		}
		List<SqlStatement> statements = statements(sql);
		if (statements.stream().anyMatch((statement) -> TransactionControl.outside(statement.text()))) {
			losses.add("a precondition of statements that cannot be in a transaction");
		}
		return block("IF " + condition + " THEN\n"
				+ statements.stream()
					.map((statement) -> "\t\tEXECUTE " + quoted(statement.text(), "statement") + ";\n")
					.collect(Collectors.joining())
				+ "\tEND IF;");
	}

	private static List<SqlStatement> statements(String sql) {
		return new SqlScript("", sql).statements();
	}

	private static String block(String body) {
		return "DO " + quoted("\nBEGIN\n\t" + body + "\nEND\n", "precondition") + ";\n";
	}

	private static String quoted(String text, String tag) {
		return text.contains("$" + tag + "$") ? Identifier.literal(text) : "$" + tag + "$" + text + "$" + tag + "$";
	}

	/**
	 * A checksum leaves out what is for other databases. The parsers must not know the
	 * database, since they would look for its history in a file.
	 */
	private static Predicate<String> verified(liquibase.changelog.ChangeSet changeSet, ResourceAccessor files,
			Database database) {
		Map<String, Object> values = Map.of(Scope.Attr.resourceAccessor.name(), files, Scope.Attr.database.name(),
				database);
		return (stored) -> {
			try {
				return scoped(values, () -> changeSet.isCheckSumValid(CheckSum.parse(stored)));
			}
			catch (Exception ex) {
				return false;
			}
		};
	}

	/**
	 * What a changeset depends on.
	 *
	 * @param condition the condition, or {@code null} where there is none
	 * @param halts whether it is an error that it does not hold
	 */
	private record Guard(@Nullable String condition, boolean halts) {

		boolean never() {
			return LibraryCondition.FALSE.equals(this.condition) && !this.halts;
		}

	}

}
