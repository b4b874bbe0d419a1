package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A composite type that is not a table's.
 *
 * @param name its name
 * @param attributes its attributes in their order
 * @param grants who may use it
 * @param comment its comment, if any
 */
public record CompositeType(QualifiedName name, List<Attribute> attributes, List<Grant> grants,
		@Nullable String comment) implements SchemaObject {

	public CompositeType {
		attributes = List.copyOf(attributes);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.COMPOSITE, this.name);
	}

	/**
	 * An attribute of a composite type.
	 *
	 * @param name its name
	 * @param type its type with modifiers
	 * @param collation its collation where that is not the type's own, or {@code null}
	 * @param comment its comment, if any
	 */
	public record Attribute(String name, String type, @Nullable String collation, @Nullable String comment) {

	}

}
