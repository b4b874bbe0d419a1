package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A domain: a type with constraints.
 *
 * @param name its name
 * @param type the type underneath, with modifiers
 * @param collation its collation where that is not the type's own, or {@code null}
 * @param notNull its NOT NULL, or {@code null} if it has none
 * @param defaultExpression its DEFAULT, or {@code null}
 * @param checks its check constraints, by name
 * @param grants who may use it
 * @param comment its comment, if any
 */
public record Domain(QualifiedName name, String type, @Nullable String collation, @Nullable NotNull notNull,
		@Nullable String defaultExpression, List<Check> checks, List<Grant> grants,
		@Nullable String comment) implements SchemaObject {

	public Domain {
		checks = List.copyOf(checks);
		grants = List.copyOf(grants);
	}

	@Override
	public ObjectName id() {
		return ObjectName.of(ObjectKind.DOMAIN, this.name);
	}

	/**
	 * That a domain takes no NULL.
	 *
	 * @param name the constraint's name, or {@code null} before PostgreSQL 17, which has
	 * none
	 * @param comment its comment, if any
	 */
	public record NotNull(@Nullable String name, @Nullable String comment) {

	}

	/**
	 * A check constraint of a domain.
	 *
	 * @param name its name
	 * @param definition the clause as {@code pg_get_constraintdef} prints it, without
	 * {@code NOT VALID}
	 * @param valid whether what there is has been checked
	 * @param comment its comment, if any
	 */
	public record Check(String name, String definition, boolean valid, @Nullable String comment) {

	}

}
