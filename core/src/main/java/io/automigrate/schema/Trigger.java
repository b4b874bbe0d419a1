package io.automigrate.schema;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A trigger.
 *
 * @param table the table or view
 * @param name its name, unique within the table
 * @param definition the statement as {@code pg_get_triggerdef} prints it
 * @param enabled when it fires: {@code O} (as usual), {@code D} (never), {@code R} (on
 * replicas) or {@code A} (always)
 * @param comment its comment, if any
 */
public record Trigger(QualifiedName table, String name, String definition, String enabled,
		@Nullable String comment) implements SchemaObject {

	@Override
	public ObjectName id() {
		return ObjectName.part(ObjectKind.TRIGGER, this.table, this.name);
	}

}
