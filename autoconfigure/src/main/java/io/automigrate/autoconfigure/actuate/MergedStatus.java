package io.automigrate.autoconfigure.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.automigrate.error.MigrationException;
import io.automigrate.execute.VersionedFacts;
import io.automigrate.lock.LockHolder;
import io.automigrate.report.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the statuses of several databases into one.
 */
final class MergedStatus {

	private final List<String> expectedTables = new ArrayList<>();

	private final List<String> existingTables = new ArrayList<>();

	private final List<String> missingTables = new ArrayList<>();

	private final List<String> missing = new ArrayList<>();

	private final List<String> needed = new ArrayList<>();

	private final List<String> differences = new ArrayList<>();

	/** Only the primary data source has versioned migrations. */
	private VersionedFacts versioned = VersionedFacts.NONE;

	private final List<String> unfinished = new ArrayList<>();

	private @Nullable LockHolder inProgress;

	/** When the oldest of the answers was given. */
	private @Nullable Instant checkedAt;

	private boolean primary = true;

	private boolean databaseExists = true;

	private boolean connectionHealthy = true;

	private boolean migrationNeeded;

	private @Nullable MigrationException failure;

	private @Nullable String belongsTo;

	private MergedStatus() {
	}

	/**
	 * Merge statuses. A table keeps its name unless a data source before has one of that
	 * name; it is then told by {@code dataSource/table}.
	 * @param statuses the statuses by the name of the data source's bean, the primary one
	 * first
	 * @return the only status there is, or one for all of them
	 */
	static MigrationStatus of(Map<String, MigrationStatus> statuses) {
		if (statuses.size() == 1) {
			return statuses.values().iterator().next();
		}
		MergedStatus merged = new MergedStatus();
		statuses.forEach(merged::add);
		return new MigrationStatus(merged.databaseExists, merged.connectionHealthy, merged.migrationNeeded,
				merged.expectedTables, merged.existingTables, merged.missingTables, merged.missing, merged.needed,
				merged.differences, merged.versioned, merged.unfinished, merged.inProgress, merged.checkedAt,
				merged.failure, merged.belongsTo);
	}

	private void add(String dataSource, MigrationStatus status) {
		Set<String> taken = new HashSet<>(this.expectedTables);
		status.expectedTables().forEach((table) -> this.expectedTables.add(name(dataSource, table, taken)));
		status.existingTables().forEach((table) -> this.existingTables.add(name(dataSource, table, taken)));
		status.missingTables().forEach((table) -> this.missingTables.add(name(dataSource, table, taken)));
		this.versioned = this.primary ? status.versioned() : this.versioned;
		String prefix = this.primary ? "" : dataSource + ": ";
		status.missing().forEach((line) -> this.missing.add(prefix + line));
		status.needed().forEach((line) -> this.needed.add(prefix + line));
		status.differences().forEach((line) -> this.differences.add(prefix + line));
		status.unfinished().forEach((line) -> this.unfinished.add(prefix + line));
		this.belongsTo = (this.belongsTo != null) ? this.belongsTo : status.belongsTo();
		this.inProgress = (this.inProgress != null) ? this.inProgress : status.inProgress();
		Instant at = status.checkedAt();
		this.checkedAt = this.primary ? at : earlier(this.checkedAt, at);
		this.databaseExists &= status.databaseExists();
		this.connectionHealthy &= status.connectionHealthy();
		this.migrationNeeded |= status.migrationNeeded();
		this.failure = (this.failure != null) ? this.failure : status.failure();
		this.belongsTo = (this.belongsTo != null) ? this.belongsTo : status.belongsTo();
		this.primary = false;
	}

	private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
		return (one == null || other == null) ? null : (one.isBefore(other) ? one : other);
	}

	private static String name(String dataSource, String table, Set<String> taken) {
		return taken.contains(table) ? dataSource + "/" + table : table;
	}

}
