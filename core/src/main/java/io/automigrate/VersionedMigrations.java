package io.automigrate;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import io.automigrate.adopt.Adoption;
import io.automigrate.adopt.AdoptionRequest;
import io.automigrate.error.MigrationException;
import io.automigrate.execute.MigrationTrace;
import io.automigrate.execute.Resolution;
import io.automigrate.execute.RollbackPlan;
import io.automigrate.execute.RunListener;
import io.automigrate.execute.RunResult;
import io.automigrate.execute.VersionedCommands;
import io.automigrate.execute.VersionedFacts;
import io.automigrate.execute.VersionedQuestions;
import io.automigrate.history.AppliedMigration;
import io.automigrate.history.RunOrigin;
import io.automigrate.history.RunRecord;
import io.automigrate.report.MigrationReport;
import io.automigrate.report.RunLog;
import io.automigrate.versioned.MergeText;
import io.automigrate.versioned.Migration;
import io.automigrate.versioned.MigrationGraph;
import io.automigrate.versioned.MigrationInfo;
import io.automigrate.versioned.MigrationTarget;
import org.jspecify.annotations.Nullable;

/**
 * The versioned migrations of a {@link SchemaMigrator}, for command lines and endpoints:
 * up and down to any target, and what else can be done with a history. Nothing here
 * compares the database with entities or declarative files;
 * {@link SchemaMigrator#migrate} does.
 */
public final class VersionedMigrations {

	private final VersionedCommands commands;

	private final VersionedQuestions questions;

	private final Runs runs;

	VersionedMigrations(VersionedCommands commands, VersionedQuestions questions, Runs runs) {
		this.commands = commands;
		this.questions = questions;
		this.runs = runs;
	}

	/**
	 * Returns whether there are no migrations, without reading any.
	 * @return whether no location has a file, and there is no bean
	 * @throws MigrationException if a location cannot be read
	 */
	public boolean isEmpty() {
		return this.questions.isEmpty();
	}

	/**
	 * Apply what is pending up to a target.
	 * @param origin what it is started by
	 * @param target how far to go
	 * @return how it ended; a failed run is told by the report, not thrown
	 * @throws IllegalArgumentException if the target leads down
	 */
	public MigrationReport migrate(RunOrigin origin, MigrationTarget target) {
		MigrationTarget up = target.upwards();
		return run((log) -> this.commands.migrate(log, origin, up));
	}

	/**
	 * Roll back what is applied, in the reverse of the one order of all migrations: a
	 * number of them, everything after a version, a version with what needs it, or all.
	 * @param origin what it is started by
	 * @param target how far to go
	 * @return how it ended; a failed run is told by the report, not thrown
	 * @throws IllegalArgumentException if the target leads up
	 */
	public MigrationReport rollback(RunOrigin origin, MigrationTarget target) {
		MigrationTarget down = target.downwards();
		return run((log) -> this.commands.rollback(log, origin, down));
	}

	/**
	 * Roll back exactly what a plan lists.
	 * @param origin what it is started by
	 * @param plan what {@link #rollbackPlan} answered
	 * @return how it ended; a failure where the history has changed meanwhile so that its
	 * target means other migrations
	 */
	public MigrationReport rollback(RunOrigin origin, RollbackPlan plan) {
		return run((log) -> this.commands.rollback(log, origin, plan));
	}

	/**
	 * Let the history say that the database is at a target, without running anything:
	 * that everything before it in the order is applied, and nothing after it.
	 * @param origin what it is started by
	 * @param target a version, {@link MigrationTarget#LATEST} or
	 * {@link MigrationTarget#BASE}
	 * @return how it ended
	 * @throws IllegalArgumentException if the target depends on what is applied
	 */
	public MigrationReport stamp(RunOrigin origin, MigrationTarget target) {
		MigrationTarget at = target.absolute();
		return run((log) -> this.commands.stamp(origin, at));
	}

	/**
	 * Adopt a database that was there before the history.
	 * @param origin what it is started by
	 * @param version the version that the database is at; it and everything before it in
	 * the order count as applied
	 * @return how it ended; a failure where the history has something already
	 */
	public MigrationReport baseline(RunOrigin origin, String version) {
		return run((log) -> this.commands.baseline(origin, version));
	}

	/**
	 * Work out what it takes to adopt a project of Flyway or Liquibase. Changes nothing.
	 * @param request which project
	 * @return the files and the rows of the history that are not there yet
	 * @throws MigrationException if it cannot be adopted as it is, or not be read
	 */
	public Adoption adoption(AdoptionRequest request) {
		return this.commands.adoption(request);
	}

	/**
	 * Let the history say what the other tool's says, in one transaction and under the
	 * lock. That one stays as it is; the files are written by whoever asks.
	 * @param origin what it is started by
	 * @param adoption what is to be done
	 * @return how it ended; a failed run is told by the report, not thrown
	 */
	public MigrationReport adopt(RunOrigin origin, Adoption adoption) {
		return run((log) -> this.commands.adopt(origin, adoption));
	}

	/**
	 * Settle what became of a migration that was interrupted outside of transactions.
	 * @param origin what it is started by
	 * @param version the migration
	 * @param resolution what a person has found out
	 * @return how it ended
	 */
	public MigrationReport resolve(RunOrigin origin, String version, Resolution resolution) {
		return run((log) -> this.commands.resolve(origin, version, resolution));
	}

	/**
	 * Accept applied migrations as they are now.
	 * @param origin what it is started by
	 * @param forget versions to take out of the history; only such that are missing
	 * @return the versions whose checksums were written
	 * @throws MigrationException if that is not possible
	 */
	public List<String> repair(RunOrigin origin, Collection<String> forget) {
		return this.commands.repair(origin, forget);
	}

	/**
	 * Returns the migrations and who needs whom.
	 * @return the graph
	 * @throws MigrationException if they cannot be used
	 */
	public MigrationGraph graph() {
		return this.questions.graph();
	}

	/**
	 * Returns the migrations that no other one needs.
	 * @return their versions
	 */
	public List<String> heads() {
		return graph().heads();
	}

	/**
	 * Asks which applied migrations no other applied one needs.
	 * @return their versions
	 */
	public List<String> current() {
		return this.questions.current();
	}

	/**
	 * Asks where all migrations stand.
	 * @return the migrations in the order in which they would run, the missing ones first
	 */
	public List<MigrationInfo> info() {
		return this.questions.info();
	}

	/**
	 * Asks what is applied.
	 * @return the history in the order in which migrations were applied
	 */
	public List<AppliedMigration> history() {
		return this.questions.history();
	}

	/**
	 * Asks for the latest runs.
	 * @param limit how many at most
	 * @return the runs, the latest first
	 */
	public List<RunRecord> runs(int limit) {
		return this.questions.runs(limit);
	}

	/**
	 * Asks what {@link #migrate} would apply.
	 * @param target how far it would go
	 * @return the migrations in order
	 * @throws MigrationException if it would refuse
	 * @throws IllegalArgumentException if the target leads down
	 */
	public List<Migration> pending(MigrationTarget target) {
		return this.questions.pending(target.upwards());
	}

	/**
	 * Asks which migrations {@link #migrate} would only mark as applied.
	 * @param target how far it would go
	 * @return the baselines of which everything is in place, in order
	 * @throws MigrationException if it would refuse
	 * @throws IllegalArgumentException if the target leads down
	 */
	public List<Migration> inPlace(MigrationTarget target) {
		return this.questions.inPlace(target.upwards());
	}

	/**
	 * Asks where {@link #migrate} would commit between migrations: they share one
	 * transaction as far as PostgreSQL and {@code migration.versioned.transaction} let
	 * them.
	 * @param target how far it would go
	 * @return why, a sentence for each commit; empty where all share one transaction
	 * @throws MigrationException if it would refuse
	 * @throws IllegalArgumentException if the target leads down
	 */
	public List<String> commits(MigrationTarget target) {
		return this.questions.commits(target.upwards());
	}

	/**
	 * Runs what {@link #migrate} would apply and takes it back; what comes after a
	 * migration that cannot be in a transaction is not run. Takes the locks that a run
	 * would take, for as long as it would.
	 * @param target how far to go
	 * @return what each statement did: rows, time, locks, tables written anew; and the
	 * difference they make to the schema, with its hazards
	 * @throws MigrationException if a statement fails, or the run would be refused
	 * @throws IllegalArgumentException if the target leads down
	 */
	public MigrationTrace trace(MigrationTarget target) {
		return this.commands.trace(new RunLog(false, true, RunListener.SILENT), target.upwards());
	}

	/**
	 * Asks what {@link #rollback(RunOrigin, MigrationTarget) rollback} would undo, and
	 * which data that loses: tables, columns and rows that the down migrations name,
	 * counted or estimated. Runs nothing of them.
	 * @param target how far it would go
	 * @return the migrations and the losses
	 * @throws MigrationException if it would refuse
	 * @throws IllegalArgumentException if the target leads up
	 */
	public RollbackPlan rollbackPlan(MigrationTarget target) {
		return this.questions.rollbackPlan(target.downwards());
	}

	/**
	 * Writes what {@link #migrate} would run as a script for {@code psql}: with the lock
	 * that runs take, and with the history.
	 * @param target how far it would go
	 * @param from the version that a database that cannot be asked is at, {@code base}
	 * for an empty one, or {@code null} to ask the database
	 * @return the script, empty where there is nothing to run
	 * @throws MigrationException if the run would be refused, or a migration is no SQL
	 * @throws IllegalArgumentException if the target leads down, or where the database is
	 * at is no version
	 */
	public String script(MigrationTarget target, @Nullable String from) {
		return this.questions.script(target.upwards(), false, from);
	}

	/**
	 * Writes what {@link #rollback(RunOrigin, MigrationTarget) rollback} would run as a
	 * script for {@code psql}.
	 * @param target how far it would go
	 * @param from the version that a database that cannot be asked is at, or {@code null}
	 * to ask the database
	 * @return the script, empty where there is nothing to undo
	 * @throws MigrationException if the run would be refused, or a migration is no SQL
	 * @throws IllegalArgumentException if the target leads up, or where the database is
	 * at is no version
	 */
	public String rollbackScript(MigrationTarget target, @Nullable String from) {
		return this.questions.script(target.downwards(), true, from);
	}

	/**
	 * Writes a migration that joins all heads.
	 * @param description what it is for
	 * @return the content of the file
	 */
	public String merge(String description) {
		return MergeText.of(description, heads());
	}

	private MigrationReport run(Function<RunLog, VersionedFacts> act) {
		return this.runs.run((log) -> {
			log.starting();
			return RunResult.of(act.apply(log));
		});
	}

}
