package io.automigrate.plan;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.automigrate.diff.SchemaChange;
import io.automigrate.schema.ObjectName;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Statements that belong together, and what is to be known about them. A change that is
 * made without blocking anyone has several steps.
 *
 * @param change the change
 * @param action what the step does to the object, such as {@code create} or
 * {@code validate}
 * @param statements its statements, each without a semicolon
 * @param mode how they go with transactions
 * @param scans whether they read whole tables, so that they may take longer than other
 * statements
 * @param lock the strongest lock they take on tables that exist, or {@code null} for none
 * @param lockedTables the tables that exist and are locked so
 * @param hazards what can go wrong
 * @param reason why it is done in this way, or {@code null} where that needs no words
 * @param look a query of one row that tells what stands in the way where the step can
 * fail on data: how many rows (bigint) and up to five of their values (text[]); or
 * {@code null}. A statement may come before it that makes what it needs, for a
 * transaction that is rolled back
 * @param undo statements that give back to writers of the old version what the step takes
 * from them, and remove what it leaves half-made; to be run one by one, after those of
 * later steps, each outside of a transaction. They do no harm where the step has not
 * begun or is only half done
 * @param irreversible whether the step takes something that {@code undo} does not give
 * back: a table, a column, values that were rounded
 */
public record MigrationStep(SchemaChange change, String action, List<String> statements, TransactionMode mode,
		boolean scans, @Nullable LockMode lock, Set<QualifiedName> lockedTables, List<Hazard> hazards,
		@Nullable String reason, @Nullable String look, List<String> undo, boolean irreversible) {

	public MigrationStep {
		statements = List.copyOf(statements);
		lockedTables = Collections.unmodifiableSet(new TreeSet<>(lockedTables));
		hazards = List.copyOf(hazards);
		undo = List.copyOf(undo);
	}

	/**
	 * Returns whether it pays to look before anything is done. An index that is built
	 * concurrently is not enforced if its build fails, and the look would cost as much.
	 * @return whether {@link #look()} is to be asked before the first step is committed
	 */
	public boolean looksFirst() {
		return this.look != null && this.mode != TransactionMode.NONE;
	}

	/**
	 * Returns what the step is about.
	 * @return the object
	 */
	public ObjectName object() {
		return this.change.object();
	}

	/**
	 * Returns what the step makes or changes, as people read it.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code index idx_date on tracker_values} or
	 * {@code comment on table tracker_values}
	 */
	public String subject(String defaultSchema) {
		String object = object().display(defaultSchema);
		if (this.change instanceof SchemaChange.Alter alter) {
			return switch (alter.aspect()) {
				case COMMENT, PART_COMMENTS -> "comment on " + object;
				case OWNERSHIP -> "ownership of " + object;
				default -> object;
			};
		}
		return object;
	}

	/**
	 * Returns what the step does, as people read it.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code create index idx_date on tracker_values}
	 */
	public String title(String defaultSchema) {
		return this.action + " " + object().display(defaultSchema);
	}

}
