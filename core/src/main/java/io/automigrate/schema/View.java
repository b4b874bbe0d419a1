package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A view or materialized view.
 *
 * @param name its name
 * @param materialized whether it is materialized
 * @param definition its query as {@code pg_get_viewdef} prints it, without the semicolon
 * @param columns its columns in their order
 * @param options its options as {@code pg_class.reloptions} has them, such as
 * {@code security_barrier=true}, sorted
 * @param populated whether a materialized view has been filled
 * @param indexes a materialized view's indexes
 * @param triggers its INSTEAD OF triggers
 * @param grants who may do what with it
 * @param comment its comment, if any
 */
public record View(QualifiedName name, boolean materialized, String definition, List<ViewColumn> columns,
		List<String> options, boolean populated, List<Index> indexes, List<Trigger> triggers, List<Grant> grants,
		@Nullable String comment) implements SchemaObject {

	public View {
		columns = List.copyOf(columns);
		options = List.copyOf(options);
		indexes = List.copyOf(indexes);
		triggers = List.copyOf(triggers);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(this.materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, this.name);
	}

	/**
	 * Tell whether a privilege can be on it.
	 * @param grant a privilege on the whole view, or on a column of it
	 * @return whether it has the column
	 */
	public boolean has(Grant grant) {
		int column = grant.privilege().indexOf(" (");
		return column < 0 || this.columns.stream()
			.anyMatch((candidate) -> grant.privilege()
				.substring(column + 2, grant.privilege().length() - 1)
				.equals(Identifier.quote(candidate.name())));
	}

	/**
	 * A column of a view.
	 *
	 * @param name its name
	 * @param type its type with modifiers
	 * @param defaultExpression a default for inserting through the view, or {@code null}
	 * @param comment its comment, if any
	 */
	public record ViewColumn(String name, String type, @Nullable String defaultExpression, @Nullable String comment) {

	}

}
