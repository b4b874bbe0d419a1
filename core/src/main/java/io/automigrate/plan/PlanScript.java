package io.automigrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a script that a DBA can review and run with psql.
 */
final class PlanScript {

	/** What a statement may wait for a lock, and work; those that read tables longer. */
	private static final String BUDGET = "lock_timeout = '2s'; SET %sstatement_timeout = '%s'";

	private static final String HOW_TO_RUN = """

			-- Run it with: psql -v ON_ERROR_STOP=1 -f <this file>

			SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;
			""";

	private final StringBuilder script = new StringBuilder();

	private final String defaultSchema;

	private PlanScript(String defaultSchema) {
		this.defaultSchema = defaultSchema;
	}

	static String of(MigrationPlan plan) {
		PlanScript writer = new PlanScript(plan.defaultSchema());
		if (plan.isEmpty()) {
			writer.script.append("-- Nothing to do.\n");
		}
		else {
			writer.script.append("-- Plan ").append(plan.hash()).append(HOW_TO_RUN);
			writer.steps(plan.steps(), List.of());
		}
		plan.refused().forEach(writer::refused);
		if (!plan.unmanaged().isEmpty()) {
			writer.comment("\n",
					"Not asked for, left alone: " + plan.unmanaged()
						.stream()
						.map((object) -> object.display(plan.defaultSchema()))
						.collect(Collectors.joining(", ")));
		}
		if (!plan.notCompared().isEmpty()) {
			writer.comment("\n",
					"Not compared: " + plan.notCompared()
						.stream()
						.map((object) -> object.kind() + " " + object.name())
						.collect(Collectors.joining(", ")));
		}
		return writer.script.toString().strip() + "\n";
	}

	static String back(MigrationPlan plan) {
		PlanScript writer = new PlanScript(plan.defaultSchema());
		if (plan.reverse().isEmpty()) {
			return "-- Nothing to take back.\n";
		}
		writer.script.append("-- The way back from plan ").append(plan.hash()).append(HOW_TO_RUN);
		writer.steps(plan.reverse().stream().map(ReverseStep::step).toList(),
				plan.reverse().stream().map(ReverseStep::reversal).toList());
		return writer.script.toString().strip() + "\n";
	}

	private void refused(RefusedChange refused) {
		comment("\n", "Refused: " + refused.message());
		refused.hazards().forEach((hazard) -> comment("", "  " + hazard));
	}

	private void steps(List<MigrationStep> steps, List<Reversal> reversals) {
		for (int first = 0; first < steps.size();) {
			TransactionMode mode = steps.get(first).mode();
			int end = first + 1;
			while (mode == TransactionMode.SHARED && end < steps.size() && steps.get(end).mode() == mode) {
				end++;
			}
			List<MigrationStep> group = steps.subList(first, end);
			begin(mode, group);
			for (int i = first; i < end; i++) {
				step(steps.get(i), reversals.isEmpty() ? null : reversals.get(i));
			}
			this.script.append((mode == TransactionMode.NONE) ? "" : "\nCOMMIT;\n");
			first = end;
		}
	}

	private void begin(TransactionMode mode, List<MigrationStep> group) {
		boolean scans = group.stream().anyMatch(MigrationStep::scans);
		if (mode == TransactionMode.NONE) {
			this.script.append("\nSET lock_timeout = 0; SET statement_timeout = '20min';\n");
			return;
		}
		this.script.append("\nBEGIN;\n")
			.append("SET LOCAL ")
			.append(BUDGET.formatted("LOCAL ", scans ? "20min" : "30s"))
			.append(";\n");
		if (group.stream().anyMatch((step) -> step.object().kind().routine())) {
			this.script.append("SET LOCAL check_function_bodies = off;\n");
		}
	}

	private void step(MigrationStep step, @Nullable Reversal reversal) {
		comment("\n", sentence(step.title(this.defaultSchema))
				+ ((reversal != null) ? " [" + reversal.name().toLowerCase(Locale.ROOT) + "]" : ""));
		if (step.reason() != null) {
			comment("", "  why: " + step.reason());
		}
		if (step.lock() != null) {
			comment("", "  lock: " + step.lock() + " on "
					+ step.lockedTables().stream().map((table) -> display(table)).collect(Collectors.joining(", "))
					+ ", which " + step.lock().effect());
		}
		step.hazards().forEach((hazard) -> comment("", "  hazard: " + hazard));
		List<String> statements = new ArrayList<>(step.statements());
		statements.forEach((statement) -> this.script.append(statement).append(";\n"));
	}

	private String display(QualifiedName table) {
		return table.display(this.defaultSchema);
	}

	private static String sentence(String title) {
		return Character.toUpperCase(title.charAt(0)) + title.substring(1);
	}

	/** A line break in a name must not end the comment. */
	private void comment(String before, String text) {
		this.script.append(before).append("-- ").append(text.replaceAll("\\R", " ")).append('\n');
	}

}
