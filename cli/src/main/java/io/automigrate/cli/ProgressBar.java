package io.automigrate.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

import io.automigrate.execute.RunListener;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.versioned.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a terminal how far a run has come, in one line that is gone at its end.
 */
final class ProgressBar implements RunListener {

	private static final int WIDTH = 30;

	/** As much of the line as fits on any terminal. */
	private static final int LONGEST = 78;

	/** Back to the line's beginning, and nothing after it. */
	private static final String CLEAR = "\r\u001B[K";

	private final PrintWriter terminal;

	private final boolean drawing;

	private int total;

	private int done;

	/**
	 * Create a bar.
	 * @param terminal where it is shown
	 * @param drawing whether that is a terminal at all; if not, only what stays is told
	 */
	ProgressBar(PrintWriter terminal, boolean drawing) {
		this.terminal = terminal;
		this.drawing = drawing;
	}

	/** The command does, on the error output. */
	@Override
	public boolean tellsFailures() {
		return true;
	}

	@Override
	public void backedUp(String where, Duration duration) {
		this.terminal.println("Backed up to " + where + ".");
		this.terminal.flush();
	}

	@Override
	public void route(List<Migration> migrations, boolean down) {
		begin(migrations.size());
	}

	@Override
	public void compared(List<String> existing, MigrationPlan plan, List<String> leftAlone) {
		begin(plan.steps().size());
	}

	@Override
	public void done(Migration migration, boolean down, @Nullable Duration duration) {
		this.done++;
		draw(migration.version() + " " + migration.name());
	}

	@Override
	public void done(MigrationStep step, String defaultSchema) {
		this.done++;
		draw(step.title(defaultSchema));
	}

	@Override
	public void progress(Migration migration, String told) {
		draw(migration.version() + ": " + told);
	}

	private void begin(int steps) {
		this.total = steps;
		this.done = 0;
	}

	private void draw(String what) {
		if (!this.drawing) {
			return;
		}
		int filled = (this.total > 0) ? Math.min(WIDTH, WIDTH * this.done / this.total) : 0;
		String line = "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + this.done + "/" + this.total + " "
				+ what.replaceAll("\\p{Cntrl}", " ");
		this.terminal
			.print(CLEAR + ((this.done < this.total) ? line.substring(0, Math.min(LONGEST, line.length())) : ""));
		this.terminal.flush();
	}

}
