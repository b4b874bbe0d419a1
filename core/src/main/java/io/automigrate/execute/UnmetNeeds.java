package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.schema.Column;
import io.automigrate.schema.EnumType;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.schema.View;
import io.automigrate.sql.Identifier;

/**
 * What an instance needs of a database: that what it names is there, in types that it can
 * use. Everything else, such as an index, a constraint or a wider type, is no need.
 */
final class UnmetNeeds {

	private static final Set<ObjectKind> NEEDED = Set.of(ObjectKind.SCHEMA, ObjectKind.EXTENSION, ObjectKind.ENUM,
			ObjectKind.DOMAIN, ObjectKind.COMPOSITE, ObjectKind.SEQUENCE, ObjectKind.FUNCTION, ObjectKind.PROCEDURE,
			ObjectKind.TABLE, ObjectKind.COLUMN, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

	/**
	 * Types of one category stand for each other, but for those that have none of their
	 * own (U), enums and composite types. No row where one of the types does not exist,
	 * which is a need of its own.
	 */
	private static final String ALIKE = """
			SELECT a.typcategory = b.typcategory AND (a.typcategory NOT IN ('U', 'E', 'C') OR a.oid = b.oid
				OR a.typname IN ('json', 'jsonb') AND b.typname IN ('json', 'jsonb'))
			FROM pg_catalog.pg_type a, pg_catalog.pg_type b
			WHERE a.oid = pg_catalog.to_regtype(%s) AND b.oid = pg_catalog.to_regtype(%s)""";

	private UnmetNeeds() {
	}

	/**
	 * Find what is needed and not there.
	 * @param connection a connection in a transaction
	 * @param desired what the instance wants
	 * @param live what there is
	 * @return the changes that would meet the needs
	 */
	static List<SchemaChange> of(Connection connection, Schema desired, Schema live) throws SQLException {
		List<SchemaChange> unmet = new ArrayList<>();
		for (SchemaChange change : SchemaDiff.between(live, desired, new LinkedHashSet<>())) {
			if (change instanceof Create create && NEEDED.contains(create.object().kind())
					&& !replaced(create.desired(), live)) {
				unmet.add(change);
			}
			else if (change instanceof Alter alter && !usable(connection, alter)) {
				unmet.add(change);
			}
		}
		return unmet;
	}

	/** A newer release may have put a view in the place of a table, or the reverse. */
	private static boolean replaced(SchemaObject desired, Schema live) {
		if (desired instanceof Table table) {
			return live.views()
				.stream()
				.filter((view) -> view.name().equals(table.name()))
				.anyMatch((view) -> columns(view).containsAll(columns(table)));
		}
		return desired instanceof View view && (live.table(view.name())
			.filter((table) -> columns(table).containsAll(columns(view)))
			.isPresent()
				|| live.views()
					.stream()
					.anyMatch(
							(other) -> other.name().equals(view.name()) && columns(other).containsAll(columns(view))));
	}

	private static List<String> columns(Table table) {
		return table.columns().stream().map(Column::name).toList();
	}

	private static List<String> columns(View view) {
		return view.columns().stream().map(View.ViewColumn::name).toList();
	}

	private static boolean usable(Connection connection, Alter alter) throws SQLException {
		if (alter.aspect() == Aspect.VALUES && alter.live() instanceof EnumType live
				&& alter.desired() instanceof EnumType desired) {
			return live.labels().containsAll(desired.labels());
		}
		return alter.aspect() != Aspect.TYPE || !(alter.live() instanceof Column live)
				|| !(alter.desired() instanceof Column desired) || alike(connection, live.type(), desired.type());
	}

	private static boolean alike(Connection connection, String live, String desired) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement
					.executeQuery(ALIKE.formatted(Identifier.literal(live), Identifier.literal(desired)))) {
			return !row.next() || row.getBoolean(1);
		}
	}

}
