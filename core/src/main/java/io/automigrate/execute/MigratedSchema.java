package io.automigrate.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.adopt.MigrationTool;
import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.history.HistoryTable;
import io.automigrate.history.RememberedSchemas;
import io.automigrate.history.TableAccess;
import io.automigrate.plan.RefusedChange;
import io.automigrate.schema.Schema;
import io.automigrate.source.Territory;
import io.automigrate.sql.QualifiedName;
import io.automigrate.versioned.FlywayFormat;
import org.jspecify.annotations.Nullable;

/**
 * The schema that the applied migrations have led to, as the run has left it that applied
 * the last one. It is remembered for the history as it is then: whatever else changes the
 * history, such as a script or {@code stamp}, makes it unknown until the next run. So
 * does another major version of the server, which prints definitions in another way.
 */
final class MigratedSchema {

	/** All applications that share a history share it. */
	private static final String APPLICATION = "";

	private final Desired desired;

	private final Territory territory;

	private final String history;

	private final RememberedSchemas schemas;

	MigratedSchema(Desired desired, Territory territory) {
		this.desired = desired;
		this.territory = territory;
		this.history = desired.historyNames(territory).applied().quoted();
		this.schemas = new RememberedSchemas(desired.stateSchema(territory));
	}

	/**
	 * Compare it with what there is now.
	 * @param session a session in a transaction, which prints names alike afterwards
	 * @return what is missing or different, each with the action, or {@code null} where
	 * it is not known what the migrations have led to
	 */
	@Nullable List<String> differences(Session session) throws SQLException {
		Connection connection = session.connection();
		String now = historyNow(connection);
		Schema expected = (now != null) ? this.schemas.find(connection, APPLICATION, this.history, now) : null;
		if (expected == null) {
			return null;
		}
		return Comparison.differences(connection, this.territory, read(session), expected)
			.stream()
			.map(MigratedSchema::message)
			.toList();
	}

	/** Tell a difference from what migrations have led to. */
	static String message(RefusedChange difference) {
		return Character.toUpperCase(difference.object().quoted().charAt(0)) + difference.object().quoted().substring(1)
				+ " " + (difference.missing() ? "is missing" : difference.reason())
				+ ": it was changed outside of the migrations. Restore it, or write a migration that makes the same change.";
	}

	/**
	 * Remember what there is now.
	 * @param session a session in a transaction, which prints names alike afterwards
	 * @return whether the role could
	 */
	boolean remember(Session session) throws SQLException {
		Connection connection = session.connection();
		String now = historyNow(connection);
		if (now == null || !this.territory.creatable().contains(this.desired.stateSchema(this.territory))) {
			return false;
		}
		this.schemas.create(connection);
		if (!TableAccess.of(connection, this.schemas.table()).writable()) {
			return false;
		}
		this.schemas.remember(connection, APPLICATION, this.history, now, null,
				read(session).withExtensions(List.of()));
		return true;
	}

	/** Read what there is now, without the history, and without that of another tool. */
	Schema read(Session session) throws SQLException {
		session.printNamesAlike(this.territory);
		return Comparison.without(CatalogReader.read(session.connection(), this.territory.schemas(), NameMapping.NONE),
				histories());
	}

	private Set<QualifiedName> histories() {
		Set<QualifiedName> histories = new HashSet<>(this.desired.ownTables(this.territory));
		List<String> names = new ArrayList<>(MigrationTool.ownTables());
		if (this.desired.migrations().format() instanceof FlywayFormat flyway && flyway.table() != null) {
			names.add(flyway.table().substring(flyway.table().lastIndexOf('.') + 1));
		}
		this.territory.schemas()
			.forEach((schema) -> names.forEach((name) -> histories.add(new QualifiedName(schema, name))));
		return histories;
	}

	/** Tells this state of the history from all others; {@code null} without one. */
	private @Nullable String historyNow(Connection connection) throws SQLException {
		TableAccess access = TableAccess.of(connection, this.history);
		if (!access.readable() || !access.columns().contains("checksum")) {
			return null;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT " + HistoryTable.fingerprintSql(this.history)
						+ " || ' ' || " + this.territory.serverVersion() / 10_000)) {
			row.next();
			return row.getString(1);
		}
	}

}
