package io.automigrate.execute;

import java.util.List;

import javax.sql.DataSource;

import io.automigrate.history.HistoryNames;
import io.automigrate.versioned.MigrationSources;
import io.automigrate.versioned.MigrationTarget;
import io.automigrate.versioned.Tolerance;
import io.automigrate.versioned.TransactionScope;
import org.jspecify.annotations.Nullable;

/**
 * How versioned migrations are run.
 *
 * @param sources where they come from
 * @param schema the schema of the history, or {@code null} for the first of the managed
 * ones
 * @param table the table of the history
 * @param outOfOrder what to do about a pending migration that comes before an applied one
 * @param missing what to do about an applied migration that is not there any more
 * @param singleHead whether several heads are an error
 * @param transaction what migrations share that say nothing themselves
 * @param upTo how far runs go up: a version, or all
 * @param devDatabase an empty database that is lent to run migrations in which are only
 * looked at, or {@code null} to create one beside the live one
 * @param policyStated whether somebody has said how far a comparison may go; if not, it
 * changes nothing where there are versioned migrations
 */
public record VersionedSettings(MigrationSources sources, @Nullable String schema, String table, Tolerance outOfOrder,
		Tolerance missing, boolean singleHead, TransactionScope transaction, MigrationTarget upTo,
		@Nullable DataSource devDatabase, boolean policyStated) {

	/** No versioned migrations. */
	public static final VersionedSettings NONE = new VersionedSettings(new MigrationSources(List.of(), List.of()), null,
			HistoryNames.DEFAULT_TABLE, Tolerance.ALLOW, Tolerance.REFUSE, false, TransactionScope.BATCH,
			MigrationTarget.LATEST, null, true);

	/** The same for a new database, whose history is apart from what migrations make. */
	VersionedSettings rehearsing(String historySchema) {
		return new VersionedSettings(this.sources, historySchema, this.table, Tolerance.ALLOW, Tolerance.ALLOW,
				this.singleHead, this.transaction, MigrationTarget.LATEST, null, true);
	}

	/** All that decides what a run does, besides the migrations themselves. */
	String stated() {
		return this.schema + "," + this.table + "," + this.outOfOrder + "," + this.missing + "," + this.singleHead + ","
				+ this.transaction + "," + this.upTo.display();
	}

}
