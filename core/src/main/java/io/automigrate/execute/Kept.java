package io.automigrate.execute;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.automigrate.diff.SchemaChange;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import org.jspecify.annotations.Nullable;

/**
 * What a run has committed, which stays if the run fails later.
 */
final class Kept {

	/** What a run says that has committed parts of itself. */
	static final String GOES_ON = "What was done before stays, and the next run goes on from there.";

	/** How many migrations a sentence names. */
	private static final int SHOWN = 5;

	private final List<String> migrations = new ArrayList<>();

	private boolean down;

	private boolean parts;

	private @Nullable MigrationPlan plan;

	private int steps;

	/**
	 * Versioned migrations are committed.
	 * @param versions which
	 * @param down whether they were rolled back
	 */
	void migrations(List<String> versions, boolean down) {
		this.migrations.addAll(versions);
		this.down = down;
		this.parts = false;
	}

	/** What is not in one transaction begins, and commits as it goes on. */
	void parts() {
		this.parts = true;
	}

	/** The first steps of a plan are committed. */
	void steps(MigrationPlan plan, int number) {
		this.plan = plan;
		this.steps = number;
		this.parts = true;
	}

	/**
	 * Returns what stays of a run that fails.
	 * @return a result of that alone, or {@code null} where nothing does
	 */
	@Nullable RunResult result() {
		Changes changes = changes();
		if (changes.isEmpty() && this.migrations.isEmpty()) {
			return null;
		}
		List<String> none = List.of();
		return RunResult.kept(changes, this.down ? new VersionedFacts(none, none, none, this.migrations)
				: new VersionedFacts(none, none, this.migrations, none));
	}

	/**
	 * Returns what of a plan is there in full and stays. What takes something from
	 * writers is undone where the run fails.
	 */
	private Changes changes() {
		MigrationPlan present = this.plan;
		if (present == null) {
			return Changes.NONE;
		}
		Set<SchemaChange> unfinished = new HashSet<>();
		for (int i = 0; i < present.steps().size(); i++) {
			MigrationStep step = present.steps().get(i);
			if (i >= this.steps || !step.undo().isEmpty()) {
				unfinished.add(step.change());
			}
		}
		return Changes.of(present.changes().stream().filter((change) -> !unfinished.contains(change)).toList(),
				present.defaultSchema());
	}

	/**
	 * Say what becomes of a run that is rolled back.
	 * @return a sentence
	 */
	String rolledBack() {
		return sentence("Everything was rolled back.", "The rest was rolled back");
	}

	/**
	 * Say what becomes of a run that ends before it changes what it is about to.
	 * @return a sentence
	 */
	String unchanged() {
		return sentence("Nothing was changed.", "Nothing else was changed");
	}

	private String sentence(String nothing, String rest) {
		if (this.parts) {
			return GOES_ON;
		}
		return this.migrations.isEmpty() ? nothing : rest + "; what this run has "
				+ (this.down ? "rolled back before stays so: " : "applied before stays: ") + shown() + ".";
	}

	private String shown() {
		int shown = Math.min(SHOWN, this.migrations.size());
		return String.join(", ", this.migrations.subList(0, shown))
				+ ((this.migrations.size() > shown) ? " and " + (this.migrations.size() - shown) + " more" : "");
	}

}
