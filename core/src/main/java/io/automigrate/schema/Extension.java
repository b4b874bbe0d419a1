package io.automigrate.schema;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * An extension of the database.
 *
 * @param name its name
 * @param schema the schema that its objects are in
 * @param version its version; {@code null} where a source asks for none
 * @param relocatable whether PostgreSQL can put it into another schema
 * @param comment its comment, if any; {@code null} on the desired side where none is
 * asked for
 */
public record Extension(String name, String schema, @Nullable String version, boolean relocatable,
		@Nullable String comment) implements SchemaObject {

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.EXTENSION, new QualifiedName(this.schema, this.name));
	}

	/**
	 * Returns what a source asks for that says no version and no comment.
	 * @return the extension without them
	 */
	public Extension withoutVersion() {
		return new Extension(this.name, this.schema, null, this.relocatable, null);
	}

}
