package io.automigrate.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.AddColumn;
import io.automigrate.diff.SchemaChange.AddConstraint;
import io.automigrate.diff.SchemaChange.AlterObject;
import io.automigrate.diff.SchemaChange.CreateEnum;
import io.automigrate.diff.SchemaChange.CreateExtension;
import io.automigrate.diff.SchemaChange.CreateIndex;
import io.automigrate.diff.SchemaChange.CreateNamespace;
import io.automigrate.diff.SchemaChange.CreateSequence;
import io.automigrate.diff.SchemaChange.CreateTable;
import io.automigrate.diff.SchemaChange.DropObject;
import io.automigrate.diff.SchemaChange.SetComment;
import io.automigrate.diff.SchemaChange.SetSequenceOwner;
import io.automigrate.schema.Column;
import io.automigrate.schema.ColumnName;
import io.automigrate.schema.Constraint;
import io.automigrate.schema.Identity;
import io.automigrate.schema.Index;
import io.automigrate.schema.Sequence;
import io.automigrate.schema.Table;
import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that create things. Every name is qualified, so that the
 * {@code search_path} decides nothing.
 */
final class Ddl {

	private Ddl() {
	}

	/**
	 * Return the statements that make a change.
	 * @param change the change
	 * @return the statements; none where the change is not one that creates
	 */
	static List<String> of(SchemaChange change) {
		List<String> statements = new ArrayList<>();
		if (change instanceof CreateNamespace create) {
			statements.add("CREATE SCHEMA " + Identifier.quote(create.namespace().name()));
			comment(statements, "SCHEMA " + Identifier.quote(create.namespace().name()), create.namespace().comment());
		}
		else if (change instanceof CreateExtension create) {
			statements.add("CREATE EXTENSION IF NOT EXISTS " + Identifier.quote(create.extension().name())
					+ " WITH SCHEMA " + Identifier.quote(create.extension().schema()));
		}
		else if (change instanceof CreateEnum create) {
			statements.add("CREATE TYPE " + create.type().name().quoted() + " AS ENUM ("
					+ create.type().labels().stream().map(Identifier::literal).collect(Collectors.joining(", ")) + ")");
			comment(statements, "TYPE " + create.type().name().quoted(), create.type().comment());
		}
		else if (change instanceof CreateSequence create) {
			Sequence sequence = create.sequence();
			statements.add("CREATE SEQUENCE " + sequence.name().quoted() + " " + sequence.options());
			comment(statements, "SEQUENCE " + sequence.name().quoted(), sequence.comment());
		}
		else if (change instanceof CreateTable create) {
			createTable(statements, create.table());
		}
		else if (change instanceof AddColumn add) {
			statements.add("ALTER TABLE " + add.table().quoted() + " ADD COLUMN " + column(add.table(), add.column()));
			columnComment(statements, add.table(), add.column());
		}
		else if (change instanceof AddConstraint add) {
			statements.add("ALTER TABLE " + add.table().quoted() + " ADD " + constraint(add.constraint()));
			constraintComment(statements, add.table(), add.constraint());
		}
		else if (change instanceof CreateIndex create) {
			createIndex(statements, create.table(), create.index());
		}
		else if (change instanceof SetSequenceOwner set) {
			ColumnName owner = set.sequence().ownedBy();
			if (owner != null) {
				statements.add("ALTER SEQUENCE " + set.sequence().name().quoted() + " OWNED BY " + owner.quoted());
			}
		}
		else if (change instanceof SetComment set) {
			comment(statements, set.sql(), set.comment());
		}
		else if (!(change instanceof AlterObject || change instanceof DropObject)) {
			throw new IllegalStateException("No statements for " + change);
		}
		return statements;
	}

	private static void createTable(List<String> statements, Table table) {
		List<String> parts = new ArrayList<>();
		if (table.parent() == null) {
			table.columns().forEach((column) -> parts.add(column(table.name(), column)));
		}
		ownConstraints(table).filter((constraint) -> !notValid(constraint))
			.forEach((constraint) -> parts.add(constraint(constraint)));
		String body = parts.isEmpty() ? "()" : "(\n    " + String.join(",\n    ", parts) + "\n)";
		StringBuilder statement = new StringBuilder("CREATE ").append(table.unlogged() ? "UNLOGGED " : "")
			.append("TABLE ")
			.append(table.name().quoted());
		if (table.parent() != null) {
			statement.append(" PARTITION OF ").append(table.parent().quoted());
			statement.append(parts.isEmpty() ? "" : " " + body).append(' ').append(table.bounds());
		}
		else {
			statement.append(' ').append(body);
		}
		if (table.partitioning() != null) {
			statement.append(" PARTITION BY ").append(table.partitioning());
		}
		statements.add(statement.toString());
		ownConstraints(table).filter(Ddl::notValid)
			.forEach((constraint) -> statements
				.add("ALTER TABLE " + table.name().quoted() + " ADD " + constraint(constraint)));
		comment(statements, "TABLE " + table.name().quoted(), table.comment());
		table.columns().forEach((column) -> columnComment(statements, table.name(), column));
		ownConstraints(table).forEach((constraint) -> constraintComment(statements, table.name(), constraint));
	}

	/** Foreign keys are changes of their own. */
	private static Stream<Constraint> ownConstraints(Table table) {
		return table.constraints()
			.stream()
			.filter((constraint) -> constraint.kind() != Constraint.Kind.FOREIGN_KEY)
			.sorted(Comparator.comparing(Constraint::kind).thenComparing(Constraint::name));
	}

	/** CREATE TABLE takes NOT VALID and ignores it, since there are no rows. */
	private static boolean notValid(Constraint constraint) {
		return constraint.definition().endsWith(" NOT VALID");
	}

	private static String column(QualifiedName table, Column column) {
		StringBuilder sql = new StringBuilder(Identifier.quote(column.name())).append(' ').append(column.type());
		if (column.collation() != null) {
			sql.append(" COLLATE ").append(column.collation());
		}
		if (column.generation() != null) {
			sql.append(" GENERATED ALWAYS AS (")
				.append(column.generation())
				.append(column.virtual() ? ") VIRTUAL" : ") STORED");
		}
		if (column.identity() != null) {
			Identity identity = column.identity();
			sql.append(identity.always() ? " GENERATED ALWAYS AS IDENTITY" : " GENERATED BY DEFAULT AS IDENTITY")
				.append(" (SEQUENCE NAME ")
				.append(table.sibling(identity.sequence()).quoted())
				.append(' ')
				.append(identity.options().clauses())
				.append(')');
		}
		if (column.defaultExpression() != null) {
			sql.append(" DEFAULT ").append(column.defaultExpression());
		}
		if (column.notNull()) {
			sql.append(" NOT NULL");
		}
		return sql.toString();
	}

	private static String constraint(Constraint constraint) {
		return "CONSTRAINT " + Identifier.quote(constraint.name()) + " " + constraint.definition();
	}

	private static void createIndex(List<String> statements, QualifiedName table, Index index) {
		statements.add("CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + Identifier.quote(index.name())
				+ " ON " + table.quoted() + " " + index.definition());
		comment(statements, "INDEX " + table.sibling(index.name()).quoted(), index.comment());
	}

	private static void columnComment(List<String> statements, QualifiedName table, Column column) {
		comment(statements, "COLUMN " + table.quoted() + "." + Identifier.quote(column.name()), column.comment());
	}

	private static void constraintComment(List<String> statements, QualifiedName table, Constraint constraint) {
		comment(statements, "CONSTRAINT " + Identifier.quote(constraint.name()) + " ON " + table.quoted(),
				constraint.comment());
	}

	private static void comment(List<String> statements, String object, @Nullable String comment) {
		if (comment != null) {
			statements.add("COMMENT ON " + object + " IS " + Identifier.literal(comment));
		}
	}

}
