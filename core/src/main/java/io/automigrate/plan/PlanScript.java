package io.automigrate.plan;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A plan as a script.
 */
final class PlanScript {

	private PlanScript() {
	}

	static String of(MigrationPlan plan) {
		StringBuilder script = new StringBuilder();
		if (plan.isEmpty()) {
			script.append("-- Nothing to do.\n");
		}
		else {
			script.append("BEGIN;\n");
			for (MigrationStep step : plan.steps()) {
				script.append("\n-- ").append(oneLine(step.object().display(plan.defaultSchema()))).append('\n');
				step.statements().forEach((statement) -> script.append(statement).append(";\n"));
			}
			script.append("\nCOMMIT;\n");
		}
		plan.refused().forEach((refused) -> script.append("\n-- Refused: ").append(oneLine(refused.message())));
		if (!plan.unmanaged().isEmpty()) {
			script.append("\n-- Not asked for, left alone: ")
				.append(oneLine(plan.unmanaged()
					.stream()
					.map((object) -> object.display(plan.defaultSchema()))
					.collect(Collectors.joining(", "))));
		}
		if (!plan.notCompared().isEmpty()) {
			script.append("\n-- Not compared: ")
				.append(oneLine(plan.notCompared()
					.stream()
					.map((object) -> object.kind() + " " + object.name())
					.collect(Collectors.joining(", "))));
		}
		return String.format(Locale.ROOT, "%s%n", script.toString().strip()).replace("\r\n", "\n");
	}

	/** A line break in a name must not end the comment. */
	private static String oneLine(String text) {
		return text.replaceAll("\\R", " ");
	}

}
