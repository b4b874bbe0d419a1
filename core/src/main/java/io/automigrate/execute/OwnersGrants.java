package io.automigrate.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Drops privileges that only seem to be missing: what a source grants to a role that owns
 * the object in the database. An owner has them, and granting them changes nothing that
 * could be read.
 */
final class OwnersGrants {

	private OwnersGrants() {
	}

	/**
	 * Drop the differences that are an owner's own privileges.
	 * @param changes the changes
	 * @param connection the connection to ask on
	 * @return the changes that remain
	 */
	static List<SchemaChange> dropFrom(List<SchemaChange> changes, Connection connection) throws SQLException {
		List<SchemaChange> remaining = new ArrayList<>();
		for (SchemaChange change : changes) {
			if (!(change instanceof Alter alter && alter.aspect() == Aspect.GRANTS && ownersAlone(alter, connection))) {
				remaining.add(change);
			}
		}
		return remaining;
	}

	private static boolean ownersAlone(Alter alter, Connection connection) throws SQLException {
		String owner = owner(alter.live(), connection);
		return owner != null && alter.desired()
			.grants()
			.stream()
			.allMatch((grant) -> grant.grantee().equals(owner) || alter.live().grants().contains(grant));
	}

	private static @Nullable String owner(SchemaObject object, Connection connection) throws SQLException {
		ObjectName id = object.id();
		String name = ((id.table() != null) ? id.table() : id.name()).quoted();
		String sql = switch (id.kind()) {
			case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, COLUMN ->
				"SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(?)";
			case FUNCTION, PROCEDURE -> "SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = to_regprocedure(?)";
			case ENUM, DOMAIN, COMPOSITE -> "SELECT pg_get_userbyid(typowner) FROM pg_type WHERE oid = to_regtype(?)";
			case SCHEMA -> "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE oid = to_regnamespace(?)";
			default -> null;
		};
		if (sql == null) {
			return null;
		}
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, switch (id.kind()) {
				case FUNCTION, PROCEDURE -> name + "(" + id.arguments() + ")";
				case SCHEMA -> Identifier.quote(id.name().name());
				default -> name;
			});
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? row.getString(1) : null;
			}
		}
	}

}
