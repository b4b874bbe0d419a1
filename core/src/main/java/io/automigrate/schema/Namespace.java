package io.automigrate.schema;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A schema of the database.
 *
 * @param name its name
 * @param grants who may use it
 * @param comment its comment, if any
 */
public record Namespace(String name, List<Grant> grants, @Nullable String comment) implements SchemaObject {

	public Namespace {
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.schema(this.name);
	}

}
