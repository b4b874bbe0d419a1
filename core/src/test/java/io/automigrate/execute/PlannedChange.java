package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.catalog.CatalogReader;
import io.automigrate.catalog.NameMapping;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaDiff;
import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.LiveFacts;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.PlanSettings;
import io.automigrate.plan.Planner;
import io.automigrate.plan.TableSize;
import io.automigrate.schema.Column;
import io.automigrate.schema.Grant;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.Schema;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import io.automigrate.source.RenameHint;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans what leads from one database to another, while older releases are running.
 */
public final class PlannedChange {

	private PlannedChange() {
	}

	/**
	 * Make a plan.
	 * @param live the database as it is
	 * @param desired a database as it should be
	 * @param older the instances of older releases
	 * @param allow consents
	 * @param renames as settings have them
	 * @return the plan under the policy FULL
	 */
	public static MigrationPlan of(DataSource live, DataSource desired, List<String> older, Set<String> allow,
			String... renames) {
		PlanSettings settings = new PlanSettings(ChangePolicy.FULL, true, allow, Long.MAX_VALUE);
		try (Connection to = connect(desired); Connection from = connect(live)) {
			Schema wanted = CatalogReader.read(to, List.of("public"), NameMapping.NONE);
			Schema before = CatalogReader.read(from, List.of("public"), NameMapping.NONE);
			Renames renamed = Renames.of(before, wanted, Stream.of(renames).map(RenameHint::parse).toList(), "public");
			int version = from.getMetaData().getDatabaseMajorVersion() * 10_000;
			Schema after = renamed(from, renamed.statements(version));
			List<SchemaChange> changes = new ArrayList<>(renamed.changes());
			changes.addAll(SchemaDiff.between(after, wanted));
			LiveFacts facts = new Facts(new DatabaseFacts(from, version, renamed.presentNames(), null), older);
			MigrationPlan plan = Planner.plan(after, wanted, changes, List.of(), settings, facts, "public");
			plan.reverse();
			return plan;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Connection connect(DataSource database) throws SQLException {
		Connection connection = database.getConnection();
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("set search_path = ''");
		}
		return connection;
	}

	private static Schema renamed(Connection connection, List<String> renames) throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			for (String rename : renames) {
				statement.execute(rename);
			}
			return CatalogReader.read(connection, List.of("public"), NameMapping.NONE);
		}
		finally {
			connection.rollback(savepoint);
		}
	}

	/** What the server says, and who else is there. */
	private record Facts(LiveFacts server, List<String> olderInstances) implements LiveFacts {

		@Override
		public int serverVersion() {
			return this.server.serverVersion();
		}

		@Override
		public TableSize size(QualifiedName table) {
			return this.server.size(table);
		}

		@Override
		public boolean hasRows(QualifiedName table) {
			return this.server.hasRows(table);
		}

		@Override
		public Conversion conversion(Column from, Column to) {
			return this.server.conversion(from, to);
		}

		@Override
		public boolean takes(List<Column> columns, @Nullable Column to, SchemaObject part) {
			return this.server.takes(columns, to, part);
		}

		@Override
		public boolean fits(Table parent, Table partition, List<Table> others) {
			return this.server.fits(parent, partition, others);
		}

		@Override
		public boolean rewrites(Column column) {
			return this.server.rewrites(column);
		}

		@Override
		public @Nullable String partitionCondition(Table partition, Table parent) {
			return this.server.partitionCondition(partition, parent);
		}

		@Override
		public @Nullable String otherOwner(QualifiedName table) {
			return this.server.otherOwner(table);
		}

		@Override
		public boolean updatable(String extension, String from, String to) {
			return this.server.updatable(extension, from, to);
		}

		@Override
		public List<Grant> defaultGrants(ObjectKind kind, String schema) {
			return this.server.defaultGrants(kind, schema);
		}

	}

}
