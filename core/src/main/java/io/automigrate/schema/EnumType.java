package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * An enum type.
 *
 * @param name its name
 * @param labels its values in their order
 * @param grants who may use it
 * @param comment its comment, if any
 */
public record EnumType(QualifiedName name, List<String> labels, List<Grant> grants,
		@Nullable String comment) implements SchemaObject {

	public EnumType {
		labels = List.copyOf(labels);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.ENUM, this.name);
	}

}
