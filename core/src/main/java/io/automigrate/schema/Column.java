package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param table the table
 * @param name its name
 * @param type its type with modifiers, as {@code format_type} prints it
 * @param collation its collation where that is not the type's own, or {@code null}
 * @param notNull its NOT NULL, or {@code null} if it has none
 * @param defaultExpression its DEFAULT, or {@code null}
 * @param identity how its identity is generated, or {@code null}
 * @param generation the expression it is generated from, or {@code null}
 * @param virtual whether a generated column is computed on reading (PostgreSQL 18)
 * @param local whether the table itself declares it, rather than a parent alone
 * @param storage its storage where that is not the type's own, such as {@code EXTERNAL},
 * or {@code null}
 * @param compression its compression method where one is set, or {@code null}
 * @param statistics its statistics target where one is set, or {@code null}
 * @param parameters its settings for the planner, such as {@code n_distinct=100}, sorted
 * @param uses the columns of the table that the generation expression reads
 * @param grants who may do what with this column in particular
 * @param comment its comment, if any
 */
public record Column(QualifiedName table, String name, String type, @Nullable String collation,
		@Nullable NotNull notNull, @Nullable String defaultExpression, @Nullable Identity identity,
		@Nullable String generation, boolean virtual, boolean local, @Nullable String storage,
		@Nullable String compression, @Nullable Integer statistics, List<String> parameters, List<String> uses,
		List<Grant> grants, @Nullable String comment) implements SchemaObject {

	public Column {
		parameters = List.copyOf(parameters);
		uses = List.copyOf(uses);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.part(ObjectKind.COLUMN, this.table, this.name);
	}

	/**
	 * Returns the column's default as an object of its own.
	 * @return the default, or {@code null}
	 */
	public @Nullable ColumnDefault columnDefault() {
		return (this.defaultExpression != null) ? new ColumnDefault(this.table, this.name, this.defaultExpression)
				: null;
	}

	/**
	 * Returns the same column without identity.
	 * @return the column
	 */
	public Column withoutIdentity() {
		return new Column(this.table, this.name, this.type, this.collation, this.notNull, this.defaultExpression, null,
				this.generation, this.virtual, this.local, this.storage, this.compression, this.statistics,
				this.parameters, this.uses, this.grants, this.comment);
	}

	/**
	 * That a column takes no NULL.
	 *
	 * @param name the constraint's name, or {@code null} before PostgreSQL 18, which has
	 * none
	 * @param valid whether what there is has been checked; always, before PostgreSQL 18
	 * @param inheritable whether it holds for tables that inherit, too
	 * @param comment its comment, if any
	 */
	public record NotNull(@Nullable String name, boolean valid, boolean inheritable, @Nullable String comment) {

	}

}
