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
 * @param timeout the budget of a whole run, but for statements that read whole tables
 * @param lockTimeout how long a run waits for another one to end, and for locks on tables
 * @param scanTimeout the budget of a statement that reads a whole table while others go
 * on working with it
 * @param locking whether runs take the lock that keeps them apart
 * @param verification whether a run reads the schema again before it commits
 * @param detailedLog whether a run is logged step by step, or only what is wrong with it
 * @param application the name that the lock's holder is told by
 * @param versioned how versioned migrations are run
 * @param backup how a run is backed up
 * @param release which release of the application this is
 */
public record MigrationSettings(List<String> schemas, PlanSettings plan, List<RenameHint> renames, boolean failOnDrift,
		Duration timeout, Duration lockTimeout, Duration scanTimeout, boolean locking, boolean verification,
		boolean detailedLog, String application, VersionedSettings versioned, BackupSettings backup,
		ReleaseSettings release) {

	public MigrationSettings {
		schemas = List.copyOf(schemas);
		renames = List.copyOf(renames);
		requirePositive("timeout", timeout);
		requirePositive("lockTimeout", lockTimeout);
		requirePositive("scanTimeout", scanTimeout);
	}

	/**
	 * Create settings without versioned migrations.
	 * @param schemas the managed schemas
	 * @param plan how far a migration may go
	 * @param renames what is called differently from now on
	 * @param failOnDrift whether a run that only validates fails where anything differs
	 * @param timeout the budget of a whole run
	 * @param lockTimeout how long a run waits for locks
	 * @param scanTimeout the budget of a statement that reads a whole table
	 * @param locking whether runs take the lock
	 * @param verification whether a run reads the schema again
	 * @param detailedLog whether a run is logged step by step
	 * @param application the name that the lock's holder is told by
	 */
	public MigrationSettings(List<String> schemas, PlanSettings plan, List<RenameHint> renames, boolean failOnDrift,
			Duration timeout, Duration lockTimeout, Duration scanTimeout, boolean locking, boolean verification,
			boolean detailedLog, String application) {
		this(schemas, plan, renames, failOnDrift, timeout, lockTimeout, scanTimeout, locking, verification, detailedLog,
				application, VersionedSettings.NONE, BackupSettings.NONE, ReleaseSettings.NONE);
	}

	/** The same where there are versioned migrations: one change has one owner. */
	MigrationSettings besideMigrations() {
		PlanSettings validating = this.versioned.policyStated() ? this.plan
				: new PlanSettings(ChangePolicy.VALIDATE, false, this.plan.allow(), this.plan.onlineAbove());
		return with(validating);
	}

	/** The same with another way to plan. */
	MigrationSettings with(PlanSettings other) {
		return new MigrationSettings(this.schemas, other, this.renames, this.failOnDrift, this.timeout,
				this.lockTimeout, this.scanTimeout, this.locking, this.verification, this.detailedLog, this.application,
				this.versioned, this.backup, this.release);
	}

	/** The same with another backup. */
	public MigrationSettings with(BackupSettings other) {
		return new MigrationSettings(this.schemas, this.plan, this.renames, this.failOnDrift, this.timeout,
				this.lockTimeout, this.scanTimeout, this.locking, this.verification, this.detailedLog, this.application,
				this.versioned, other, this.release);
	}

	/** The same of another release. */
	public MigrationSettings with(ReleaseSettings other) {
		return new MigrationSettings(this.schemas, this.plan, this.renames, this.failOnDrift, this.timeout,
				this.lockTimeout, this.scanTimeout, this.locking, this.verification, this.detailedLog, this.application,
				this.versioned, this.backup, other);
	}

	/**
	 * Returns how far a migration may go.
	 * @return the policy
	 */
	public ChangePolicy policy() {
		return this.plan.policy();
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s must be positive: %s".formatted(name, duration));
		}
	}

}
