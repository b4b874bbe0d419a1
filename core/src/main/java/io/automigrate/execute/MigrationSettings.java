package io.automigrate.execute;

import java.time.Duration;
import java.util.List;

import io.automigrate.plan.ChangePolicy;
import io.automigrate.plan.PlanSettings;
import io.automigrate.source.RenameHint;

/**
 * How a migrator works.
 *
 * @param schemas the managed schemas; empty for the connection's own. Schemas that a
 * source creates objects in are managed as well
 * @param plan how far a migration may go, and how carefully
 * @param renames what is called differently from now on, besides what sources say
 * @param failOnDrift whether a run under {@link ChangePolicy#VALIDATE} fails where
 * anything differs
 * @param budgets how long a run may take
 * @param locking whether runs take the lock that keeps them apart
 * @param verification whether a run reads the schema again before it commits
 * @param detailedLog whether a run is logged step by step, or only what is wrong with it
 * @param application the name that the lock's holder is told by
 * @param versioned how versioned migrations are run
 * @param backup how a run is backed up
 * @param release which release of the application this is
 */
public record MigrationSettings(List<String> schemas, PlanSettings plan, List<RenameHint> renames, boolean failOnDrift,
		Budgets budgets, boolean locking, boolean verification, boolean detailedLog, String application,
		VersionedSettings versioned, BackupSettings backup, ReleaseSettings release) {

	public MigrationSettings {
		schemas = List.copyOf(schemas);
		renames = List.copyOf(renames);
	}

	/**
	 * Create settings without versioned migrations.
	 * @param schemas the managed schemas
	 * @param plan how far a migration may go
	 * @param renames what is called differently from now on
	 * @param failOnDrift whether a run that only validates fails where anything differs
	 * @param budgets how long a run may take
	 * @param locking whether runs take the lock
	 * @param verification whether a run reads the schema again
	 * @param detailedLog whether a run is logged step by step
	 * @param application the name that the lock's holder is told by
	 */
	public MigrationSettings(List<String> schemas, PlanSettings plan, List<RenameHint> renames, boolean failOnDrift,
			Budgets budgets, boolean locking, boolean verification, boolean detailedLog, String application) {
		this(schemas, plan, renames, failOnDrift, budgets, locking, verification, detailedLog, application,
				VersionedSettings.NONE, BackupSettings.NONE, ReleaseSettings.NONE);
	}

	/** The same where there are versioned migrations: one change has one owner. */
	MigrationSettings besideMigrations() {
		PlanSettings validating = this.versioned.policyStated() ? this.plan
				: new PlanSettings(ChangePolicy.VALIDATE, false, this.plan.allow(), this.plan.onlineAbove());
		return with(validating);
	}

	/** The same with another way to plan. */
	MigrationSettings with(PlanSettings other) {
		return new MigrationSettings(this.schemas, other, this.renames, this.failOnDrift, this.budgets, this.locking,
				this.verification, this.detailedLog, this.application, this.versioned, this.backup, this.release);
	}

	/** The same with another backup. */
	public MigrationSettings with(BackupSettings other) {
		return new MigrationSettings(this.schemas, this.plan, this.renames, this.failOnDrift, this.budgets,
				this.locking, this.verification, this.detailedLog, this.application, this.versioned, other,
				this.release);
	}

	/** The same of another release. */
	public MigrationSettings with(ReleaseSettings other) {
		return new MigrationSettings(this.schemas, this.plan, this.renames, this.failOnDrift, this.budgets,
				this.locking, this.verification, this.detailedLog, this.application, this.versioned, this.backup,
				other);
	}

	/**
	 * Returns how far a migration may go.
	 * @return the policy
	 */
	public ChangePolicy policy() {
		return this.plan.policy();
	}

	/**
	 * Returns what a run may take by itself.
	 * @return the budget
	 */
	public Duration timeout() {
		return this.budgets.timeout();
	}

	/**
	 * Returns how long a run waits for others in all.
	 * @return the budget
	 */
	public Duration lockTimeout() {
		return this.budgets.lock();
	}

	/**
	 * Returns how long a statement may take that reads a whole table.
	 * @return the budget
	 */
	public Duration scanTimeout() {
		return this.budgets.scan();
	}

	/**
	 * The same for a throw-away database, which nobody else uses: without lock and
	 * backup, and as long as a statement may take that reads a whole table.
	 */
	MigrationSettings rehearsing(String historySchema) {
		Budgets longer = new Budgets(this.budgets.scan(), false, this.budgets.lock(), this.budgets.lockTry(),
				this.budgets.scan());
		return new MigrationSettings(this.schemas, this.plan, this.renames, this.failOnDrift, longer, false, false,
				false, this.application, this.versioned.rehearsing(historySchema), BackupSettings.NONE,
				ReleaseSettings.NONE);
	}

}
