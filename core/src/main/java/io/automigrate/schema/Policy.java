package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A policy of row-level security.
 *
 * @param table the table
 * @param name its name, unique within the table
 * @param permissive whether it is PERMISSIVE rather than RESTRICTIVE
 * @param command {@code ALL}, {@code SELECT}, {@code INSERT}, {@code UPDATE} or
 * {@code DELETE}
 * @param roles the roles it is for, sorted; {@code PUBLIC} for all
 * @param using its USING expression, or {@code null}
 * @param check its WITH CHECK expression, or {@code null}
 * @param comment its comment, if any
 */
public record Policy(QualifiedName table, String name, boolean permissive, String command, List<String> roles,
		@Nullable String using, @Nullable String check, @Nullable String comment) implements SchemaObject {

	public Policy {
		roles = List.copyOf(roles);
	}

	@Override
	public ObjectName id() {
		return ObjectName.part(ObjectKind.POLICY, this.table, this.name);
	}

}
