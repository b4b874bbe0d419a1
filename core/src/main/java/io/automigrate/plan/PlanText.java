package io.automigrate.plan;

import java.util.stream.Collectors;

/**
 * A plan in a few lines for people.
 */
final class PlanText {

	private PlanText() {
	}

	static String of(MigrationPlan plan) {
		StringBuilder text = new StringBuilder();
		text.append(plan.inStep() ? "Nothing to do.\n" : "Plan " + plan.hash() + ": "
				+ count(plan.steps().size(), "step") + ", " + plan.refused().size() + " refused\n");
		for (MigrationStep step : plan.steps()) {
			line(text, mark(step) + step.title(plan.defaultSchema()) + hazards(step));
		}
		plan.refused().forEach((refused) -> line(text, "  ✗ " + refused.message()));
		plan.unmanaged()
			.forEach((object) -> line(text, "  · not asked for, left alone: " + object.display(plan.defaultSchema())));
		plan.notCompared().forEach((object) -> line(text, "  · not compared: " + object.kind() + " " + object.name()));
		return text.toString();
	}

	private static void line(StringBuilder text, String line) {
		text.append(line.replaceAll("\\R", " ")).append('\n');
	}

	private static String mark(MigrationStep step) {
		return switch (step.action()) {
			case "create", "build" -> "  + ";
			case "drop" -> "  - ";
			default -> "  ~ ";
		};
	}

	private static String hazards(MigrationStep step) {
		return step.hazards().isEmpty() ? ""
				: step.hazards()
					.stream()
					.map((hazard) -> hazard.code().name())
					.distinct()
					.collect(Collectors.joining(", ", "  [", "]"));
	}

	private static String count(int number, String what) {
		return number + " " + what + ((number == 1) ? "" : "s");
	}

}
