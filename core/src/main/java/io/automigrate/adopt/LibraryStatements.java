package io.automigrate.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.RollbackImpossibleException;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.ExecutablePreparedStatementBase;
import liquibase.statement.SqlStatement;

/**
 * Lets Liquibase write the statements of changes for PostgreSQL. SQL that stands in a
 * changelog is taken as it is.
 */
final class LibraryStatements {

	/** Changes that run code or programs. */
	private static final Set<String> NOT_SQL = Set.of("customChange", "executeCommand", "stop");

	/** Changes that do nothing to the schema or its rows. */
	private static final Set<String> WITHOUT_EFFECT = Set.of("tagDatabase", "output", "empty");

	private final Database database;

	private final LibraryTypes types;

	private final LibraryRows rows;

	/**
	 * Create a writer.
	 * @param database what the statements are for
	 */
	LibraryStatements(Database database) {
		this.database = database;
		this.types = new LibraryTypes(database);
		this.rows = new LibraryRows(database, this.types);
	}

	/**
	 * Write what a changeset does.
	 * @param changeSet the changeset
	 * @param plain whether rows have to be inserted by statements
	 * @param losses is told what cannot be written
	 * @return the statements
	 */
	String up(liquibase.changelog.ChangeSet changeSet, boolean plain, List<String> losses) {
		StringBuilder text = new StringBuilder();
		for (Change change : changeSet.getChanges()) {
			text.append(written(change, changeSet.getSqlVisitors(), plain, losses));
			this.types.follow(change);
		}
		return text.toString();
	}

	/**
	 * Write what undoes a changeset.
	 * @param changeSet the changeset
	 * @param losses is told what cannot be written
	 * @return the statements; empty where nothing is known to undo it
	 */
	String down(liquibase.changelog.ChangeSet changeSet, List<String> losses) {
		StringBuilder text = new StringBuilder();
		if (changeSet.hasCustomRollbackChanges()) {
			for (Change change : changeSet.getRollback().getChanges()) {
				text.append(written(change, changeSet.getSqlVisitors(), false, losses));
			}
			return text.toString().isBlank() ? ChangeSet.NOTHING_TO_UNDO : text.toString();
		}
		List<Change> changes = new ArrayList<>(changeSet.getChanges());
		Collections.reverse(changes);
		try {
			for (Change change : changes) {
				if (isFor(change)) {
					if (change instanceof RawSQLChange || !change.supportsRollback(this.database)) {
						return "";
					}
					text.append(joined(change.generateRollbackStatements(this.database), changeSet.getSqlVisitors()));
				}
			}
		}
		catch (RollbackImpossibleException | IOException | RuntimeException ex) {
			return "";
		}
		return text.toString().isBlank() ? ChangeSet.NOTHING_TO_UNDO : text.toString();
	}

	private boolean isFor(Change change) {
		return !(change instanceof DbmsTargetedChange targeted)
				|| DatabaseList.definitionMatches(targeted.getDbms(), this.database, true);
	}

	private String written(Change change, List<SqlVisitor> visitors, boolean plain, List<String> losses) {
		String name = change.getSerializedObjectName();
		if (!isFor(change) || change instanceof EmptyChange || WITHOUT_EFFECT.contains(name)) {
			return "";
		}
		if (NOT_SQL.contains(name)) {
			losses.add((change instanceof CustomChangeWrapper custom) ? name + " of the class " + custom.getClassName()
					: name);
			return "";
		}
		try {
			change.finishInitialization();
			ValidationErrors errors = change.validate(this.database);
			if (errors.hasErrors()) {
				losses.add(name + " (" + String.join("; ", errors.getErrorMessages()) + ")");
				return "";
			}
			if (change instanceof AbstractSQLChange sql && visitors.isEmpty()) {
				return raw(sql);
			}
			if (change instanceof LoadDataChange load) {
				this.types.complete(load);
			}
			SqlStatement[] statements = change.generateStatements(this.database);
			boolean copies = change instanceof LoadDataChange && !(change instanceof LoadUpdateDataChange) && !plain;
			String copy = (copies && statements.length > 0) ? this.rows.copy(statements) : null;
			return (copy != null) ? copy : joined(statements, visitors);
		}
		catch (Exception ex) {
			losses.add(name + " (" + message(ex) + ")");
			return "";
		}
	}

	private static String message(Exception failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
	}

	private static String raw(AbstractSQLChange change) {
		String sql = String.valueOf(change.getSql()).strip();
		if (change instanceof RawSQLChange && sql.equalsIgnoreCase("empty")) {
			return "";
		}
		String delimiter = change.getEndDelimiter();
		return ended((delimiter != null) ? new EndDelimiter(delimiter).replaced(sql) : sql);
	}

	/** A comment at the end must not hide what ends the statement. */
	private static String ended(String sql) {
		if (sql.isBlank() || sql.endsWith(";")) {
			return sql + "\n";
		}
		return sql.substring(sql.lastIndexOf('\n') + 1).contains("--") ? sql + "\n;\n" : sql + ";\n";
	}

	private String joined(SqlStatement[] statements, List<SqlVisitor> visitors) throws IOException {
		StringBuilder text = new StringBuilder();
		for (SqlStatement statement : statements) {
			if (statement instanceof ExecutablePreparedStatementBase prepared) {
				if (!prepared.getClass().getSimpleName().startsWith("Insert")) {
					throw new IllegalStateException("a file is the value of an update");
				}
				text.append(ended(this.rows.insert(prepared)));
				continue;
			}
			if (statement.skipOnUnsupported()
					&& !SqlGeneratorFactory.getInstance().supports(statement, this.database)) {
				continue;
			}
			for (Sql sql : SqlGeneratorFactory.getInstance().generateSql(statement, this.database)) {
				String written = sql.toSql();
				for (SqlVisitor visitor : visitors) {
					written = visitor.modifySql(written, this.database);
				}
				text.append(ended(written.strip()));
			}
		}
		return text.toString();
	}

}
