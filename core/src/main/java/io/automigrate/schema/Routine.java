package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A function or procedure.
 *
 * @param name its name
 * @param arguments the types that it is called with, which tell it from others of the
 * same name, as {@code pg_get_function_identity_arguments} prints them without names and
 * modes
 * @param procedure whether it is a procedure
 * @param definition the statement as {@code pg_get_functiondef} prints it
 * @param signature all that {@code CREATE OR REPLACE} cannot change: names, modes and
 * defaults of the arguments, and the result
 * @param language the language it is written in
 * @param tracked whether PostgreSQL records what the body uses: a body of standard SQL
 * ({@code RETURN …} or {@code BEGIN ATOMIC})
 * @param grants who may call it
 * @param comment its comment, if any
 */
public record Routine(QualifiedName name, String arguments, boolean procedure, String definition, String signature,
		String language, boolean tracked, List<Grant> grants, @Nullable String comment) implements SchemaObject {

	public Routine {
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.routine(this.procedure ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION, this.name,
				this.arguments);
	}

}
