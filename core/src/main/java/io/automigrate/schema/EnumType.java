package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * An enum type.
 *
 * @param name its name
 * @param labels its values in their order
 * @param comment its comment, if any
 */
public record EnumType(QualifiedName name, List<String> labels, @Nullable String comment) {

	public EnumType {
		labels = List.copyOf(labels);
	}

}
