package io.automigrate.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.OtherObject;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, and what it would not.
 */
public final class MigrationPlan {

	private static final int HASH_BYTES = 16;

	private final List<MigrationStep> steps;

	private final boolean keepsWritersWaiting;

	private final List<SchemaChange> changes;

	private final List<RefusedChange> refused;

	private final List<Unmanaged> unmanaged;

	private final List<OtherObject> notCompared;

	private final String defaultSchema;

	private final Supplier<List<ReverseStep>> wayBack;

	private @Nullable List<ReverseStep> reverse;

	MigrationPlan(List<MigrationStep> steps, boolean keepsWritersWaiting, List<SchemaChange> changes,
			List<RefusedChange> refused, List<Unmanaged> unmanaged, List<OtherObject> notCompared, String defaultSchema,
			Supplier<List<ReverseStep>> wayBack) {
		this.steps = List.copyOf(steps);
		this.keepsWritersWaiting = keepsWritersWaiting;
		this.changes = inOrder(steps, changes);
		this.refused = List.copyOf(refused);
		this.unmanaged = List.copyOf(unmanaged);
		this.notCompared = List.copyOf(notCompared);
		this.defaultSchema = defaultSchema;
		this.wayBack = wayBack;
	}

	static MigrationPlan empty(List<OtherObject> notCompared, String defaultSchema) {
		return new MigrationPlan(List.of(), false, List.of(), List.of(), List.of(), notCompared, defaultSchema,
				List::of);
	}

	/** As the steps begin them; what goes with something else has no step of its own. */
	private static List<SchemaChange> inOrder(List<MigrationStep> steps, List<SchemaChange> changes) {
		Set<SchemaChange> left = Collections.newSetFromMap(new IdentityHashMap<>());
		left.addAll(changes);
		List<SchemaChange> ordered = new ArrayList<>();
		steps.stream().map(MigrationStep::change).filter(left::remove).forEach(ordered::add);
		changes.stream().filter(left::contains).forEach(ordered::add);
		return List.copyOf(ordered);
	}

	/**
	 * Returns the differences that the steps remove, each once. Steps may have changes
	 * that are not among them, since they drop and create again what is in the way.
	 * @return the changes, in the order in which the steps begin them
	 */
	public List<SchemaChange> changes() {
		return this.changes;
	}

	/**
	 * Make a plan that does nothing of what is called for.
	 * @param changes what is called for
	 * @param reason why it is not done, as a clause that follows the object's name
	 * @param wayOut what the reader can do, as a sentence
	 * @param defaultSchema the schema that unqualified names mean
	 * @return the plan
	 */
	public static MigrationPlan refusing(List<SchemaChange> changes, String reason, String wayOut,
			String defaultSchema) {
		return new MigrationPlan(List.of(), false, List.of(),
				changes.stream().map((change) -> new RefusedChange(change, reason, wayOut, List.of(), false)).toList(),
				List.of(), List.of(), defaultSchema, List::of);
	}

	/**
	 * Returns what is done.
	 * @return the steps in order
	 */
	public List<MigrationStep> steps() {
		return this.steps;
	}

	/**
	 * Returns what is called for but left alone.
	 * @return the changes with reason and way out
	 */
	public List<RefusedChange> refused() {
		return this.refused;
	}

	/**
	 * Returns what exists, no source speaks of, and is left alone.
	 * @return the objects, and the settings of objects
	 */
	public List<Unmanaged> unmanaged() {
		return this.unmanaged;
	}

	/**
	 * Returns what a source asks for, or the database has, of kinds that are not
	 * compared.
	 * @return the objects
	 */
	public List<OtherObject> notCompared() {
		return this.notCompared;
	}

	/**
	 * Returns the schema that unqualified names mean.
	 * @return its name
	 */
	public String defaultSchema() {
		return this.defaultSchema;
	}

	/**
	 * Returns whether there is nothing to do.
	 * @return whether there are no steps
	 */
	public boolean isEmpty() {
		return this.steps.isEmpty();
	}

	/**
	 * Returns whether a step loses data, which somebody has allowed.
	 * @return whether it does
	 */
	public boolean losesData() {
		return this.steps.stream()
			.flatMap((step) -> step.hazards().stream())
			.anyMatch((hazard) -> hazard.code().needsConsent());
	}

	/**
	 * Returns whether everything that is called for is in place: nothing to do, and
	 * nothing refused.
	 * @return whether both sides are in step
	 */
	public boolean inStep() {
		return this.steps.isEmpty() && this.refused.isEmpty();
	}

	/**
	 * Returns whether all of it is done in one transaction, together with the check of
	 * the result. Where writers of a large table wait for it, the transaction ends before
	 * that check.
	 * @return whether all steps share one
	 */
	public boolean oneTransaction() {
		return !this.keepsWritersWaiting
				&& this.steps.stream().allMatch((step) -> step.mode() == TransactionMode.SHARED);
	}

	/**
	 * Returns the way back: from what there is after the plan to what there was before.
	 * @return the steps in order, each with what it gives back
	 */
	public synchronized List<ReverseStep> reverse() {
		List<ReverseStep> known = this.reverse;
		if (known == null) {
			known = List.copyOf(this.wayBack.get());
			this.reverse = known;
		}
		return known;
	}

	/**
	 * Returns the tables that the plan creates, as people read them.
	 * @return the names in the order of creation
	 */
	public List<String> tablesToCreate() {
		return this.changes.stream()
			.filter((change) -> change instanceof Create && change.object().kind() == ObjectKind.TABLE)
			.map((change) -> change.object().name().display(this.defaultSchema))
			.toList();
	}

	/**
	 * Returns the tables that do not exist before the plan is carried out, as people read
	 * them: those that it creates, and those that are refused.
	 * @return the names
	 */
	public List<String> missingTables() {
		return Stream
			.concat(tablesToCreate().stream(),
					this.refused.stream()
						.filter((change) -> change.missing() && change.object().kind() == ObjectKind.TABLE)
						.map((change) -> change.object().name().display(this.defaultSchema)))
			.toList();
	}

	/**
	 * Returns what tells this plan from every other: a hash over its statements, how they
	 * go with transactions, and the codes of its hazards. How large tables are is not
	 * part of it, so a plan keeps its hash while applications go on writing.
	 * @return the first 128 bits of a SHA-256, in hexadecimal
	 */
	public String hash() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (MigrationStep step : this.steps) {
				update(digest, step.mode().name());
				step.hazards().forEach((hazard) -> update(digest, hazard.code().name()));
				step.statements().forEach((statement) -> update(digest, statement));
			}
			return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void update(MessageDigest digest, String text) {
		digest.update(text.getBytes(StandardCharsets.UTF_8));
		digest.update((byte) 0);
	}

	/**
	 * Render the plan for programs.
	 * @return an object with {@code format}, {@code hash}, {@code inStep}, {@code steps},
	 * {@code refused}, {@code unmanaged}, {@code notCompared} and {@code reverse}
	 */
	public String json() {
		return PlanJson.of(this);
	}

	/**
	 * Render the plan for people, a line for each step.
	 * @return the text
	 */
	public String text() {
		return PlanText.of(this);
	}

	/**
	 * Render the way back as a script, each step marked lossless, lossy or irreversible.
	 * @return the script
	 */
	public String reverseSql() {
		return PlanScript.back(this);
	}

	/**
	 * Render the plan as a script that can be reviewed and run with psql.
	 * @return the script; what is refused stands in it as comments
	 */
	public String sql() {
		return PlanScript.of(this);
	}

}
