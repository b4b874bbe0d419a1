package io.automigrate.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

import io.automigrate.history.InstancesTable;
import io.automigrate.history.LiveInstance;
import io.automigrate.history.ReachedSchema;
import io.automigrate.history.RememberedSchemas;
import io.automigrate.history.TableAccess;
import io.automigrate.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * This release among the others of its application that use the same database.
 */
final class Releases {

	private final String application;

	private final ReleaseSettings settings;

	private final String source;

	private final RememberedSchemas schemas;

	private final InstancesTable instances;

	/**
	 * Create the release.
	 * @param source the fingerprint of its sources
	 * @param schema the schema of our own tables, or {@code null} for the connection's
	 */
	Releases(MigrationSettings settings, String source, @Nullable String schema) {
		this.application = settings.application();
		this.settings = settings.release();
		this.source = source;
		this.schemas = new RememberedSchemas(schema);
		this.instances = new InstancesTable(schema);
	}

	Standing standing(Connection connection) throws SQLException {
		return Standing.of(this.source, this.settings.mark(), reached(connection));
	}

	private List<ReachedSchema> reached(Connection connection) throws SQLException {
		return this.schemas.reached(connection, this.application, this.settings.unit());
	}

	/**
	 * Find what this release wants as a run has read it before.
	 * @return the desired schema, or {@code null} if it is not remembered
	 */
	@Nullable Schema find(Connection connection) throws SQLException {
		return this.schemas.find(connection, this.application, this.settings.unit(), this.source);
	}

	/**
	 * Remember, in the run's last transaction, that this release is the one that was
	 * wanted last. A copy of a database where it was so already goes on from there.
	 */
	void remember(Connection connection, Schema desired) throws SQLException {
		this.schemas.create(connection);
		this.instances.create(connection);
		if (!TableAccess.of(connection, this.schemas.table()).writable()) {
			return;
		}
		List<ReachedSchema> reached = reached(connection);
		ReachedSchema last = reached.stream().max(Comparator.comparing(ReachedSchema::place)).orElse(null);
		if (last != null && last.source().equals(this.source) && reached.stream().noneMatch(ReachedSchema::here)) {
			this.schemas.adopt(connection, this.application, this.settings.unit());
		}
		this.schemas.remember(connection, this.application, this.settings.unit(), this.source, mark(last), desired);
	}

	/** Of two artifacts with the same sources, the newer one counts. */
	private @Nullable String mark(@Nullable ReachedSchema last) {
		String mine = this.settings.mark();
		boolean same = last != null && last.source().equals(this.source);
		return (last != null && same && (mine == null || ReleaseOrder.compare(mine, last.release()) < 0))
				? last.release() : mine;
	}

	/**
	 * Describe the instances of older releases that are alive. One with other sources
	 * counts as older unless its mark says that it is newer.
	 */
	List<String> olderInstances(Connection connection) throws SQLException {
		return this.instances.others(connection, this.application, this.settings.unit(), this.source)
			.stream()
			.filter((other) -> ReleaseOrder.compare(other.release(), this.settings.mark()) <= 0)
			.map(LiveInstance::display)
			.toList();
	}

}
