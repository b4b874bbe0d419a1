package io.automigrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Create;
import io.automigrate.plan.MigrationPlan;
import io.automigrate.plan.MigrationStep;
import io.automigrate.plan.ReverseStep;
import io.automigrate.plan.TransactionMode;
import io.automigrate.schema.Column;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The way up and the way down of one file, from steps of a plan that can be in one
 * transaction, or that cannot.
 *
 * @param up the statements of the way up, with comments
 * @param upTransactional whether they can be in a transaction
 * @param down the statements of the way down, with comments
 * @param downTransactional whether they can be in a transaction
 */
record PlannedSections(String up, boolean upTransactional, String down, boolean downTransactional) {

	/**
	 * Split a plan into files. Each part of the way back goes to the file whose object it
	 * is about.
	 * @param plan the plan
	 * @param readable makes a statement one that a person would have written
	 * @return the sections of each file, in order
	 */
	static List<PlannedSections> of(MigrationPlan plan, UnaryOperator<String> readable) {
		List<MigrationStep> steps = plan.steps().stream().filter((step) -> !statements(step).isEmpty()).toList();
		List<ReverseStep> wayBack = plan.reverse()
			.stream()
			.filter((reverse) -> !statements(reverse.step()).isEmpty())
			.toList();
		List<List<MigrationStep>> parts = parts(steps);
		List<List<ReverseStep>> back = back(parts, wayBack);
		if (!inOrder(back, wayBack)) {
			parts = List.of(steps);
			back = List.of(wayBack);
		}
		Set<ObjectName> created = plan.steps()
			.stream()
			.map(MigrationStep::change)
			.filter((change) -> change instanceof Create && change.object().kind() == ObjectKind.TABLE)
			.map(SchemaChange::object)
			.collect(Collectors.toSet());
		List<PlannedSections> sections = new ArrayList<>();
		for (int i = 0; i < parts.size(); i++) {
			List<MigrationStep> up = parts.get(i);
			List<ReverseStep> down = back.get(i);
			Section upSection = new Section(up.stream().allMatch(PlannedSections::shared), plan.defaultSchema(),
					readable);
			up.forEach((step) -> upSection.add(step, demand(step, created)));
			Section downSection = new Section(
					down.stream().noneMatch((reverse) -> reverse.step().mode() == TransactionMode.NONE),
					plan.defaultSchema(), readable);
			down.forEach((reverse) -> downSection.add(reverse.step(), note(reverse)));
			String downText = (i > 0 && down.isEmpty()) ? "-- The down migration before removes it.\nSELECT 1;\n"
					: downSection.end();
			sections.add(
					new PlannedSections(upSection.end(), upSection.transactional, downText, downSection.transactional));
		}
		return sections;
	}

	/**
	 * First what can be in one transaction, then all from the first step that cannot to
	 * the last one, then the rest. What is made in several steps stays together.
	 */
	private static List<List<MigrationStep>> parts(List<MigrationStep> steps) {
		Set<ObjectName> apart = steps.stream()
			.filter((step) -> !shared(step))
			.map(MigrationStep::object)
			.collect(Collectors.toSet());
		int first = 0;
		while (first < steps.size() && !apart.contains(steps.get(first).object())) {
			first++;
		}
		int last = steps.size();
		while (last > first && !apart.contains(steps.get(last - 1).object())) {
			last--;
		}
		return Stream.of(steps.subList(0, first), steps.subList(first, last), steps.subList(last, steps.size()))
			.filter((part) -> !part.isEmpty())
			.toList();
	}

	private static List<List<ReverseStep>> back(List<List<MigrationStep>> parts, List<ReverseStep> wayBack) {
		Map<ObjectName, Integer> places = new HashMap<>();
		List<List<ReverseStep>> back = new ArrayList<>();
		for (int i = 0; i < parts.size(); i++) {
			back.add(new ArrayList<>());
			for (MigrationStep step : parts.get(i)) {
				places.putIfAbsent(step.object(), i);
			}
		}
		wayBack.forEach((reverse) -> back.get(places.getOrDefault(reverse.step().object(), 0)).add(reverse));
		return back;
	}

	/**
	 * Whether the files, undone one after the other, go the way back as it was planned.
	 */
	private static boolean inOrder(List<List<ReverseStep>> back, List<ReverseStep> wayBack) {
		List<ReverseStep> inTurn = new ArrayList<>();
		for (int i = back.size() - 1; i >= 0; i--) {
			inTurn.addAll(back.get(i));
		}
		return inTurn.equals(wayBack);
	}

	private static boolean shared(MigrationStep step) {
		return step.mode() == TransactionMode.SHARED;
	}

	/** Statistics come by themselves; a file is for what stays. */
	private static List<String> statements(MigrationStep step) {
		return step.statements().stream().filter((statement) -> !statement.startsWith("ANALYZE")).toList();
	}

	/** What the rows that a file knows nothing of may make impossible. */
	private static @Nullable String demand(MigrationStep step, Set<ObjectName> created) {
		return (step.change() instanceof Create create && create.desired() instanceof Column column
				&& column.notNull() != null && column.defaultExpression() == null && column.identity() == null
				&& column.generation() == null && !created.contains(ObjectName.of(ObjectKind.TABLE, column.table())))
						? "Hazard: fails if the table has rows, since they have no value for this column: give it a default, or add it without NOT NULL and fill it first."
						: null;
	}

	/** What no hazard of the step says. */
	private static @Nullable String note(ReverseStep reverse) {
		boolean told = reverse.step().hazards().stream().anyMatch((hazard) -> hazard.code().needsConsent());
		return switch (reverse.reversal()) {
			case LOSSLESS -> null;
			case LOSSY -> told ? null : "Makes the structure again; what was in it is lost.";
			case IRREVERSIBLE -> "This cannot be taken back.";
		};
	}

	/** Write a step that is in a transaction with others. */
	static void write(StringBuilder text, MigrationStep step, String defaultSchema, UnaryOperator<String> readable) {
		Section section = new Section(true, defaultSchema, readable);
		section.add(step, null);
		text.append(section.end());
	}

	/** Write the whole way back from a plan that is in one transaction. */
	static String down(MigrationPlan plan, UnaryOperator<String> readable) {
		Section section = new Section(true, plan.defaultSchema(), readable);
		plan.reverse().forEach((reverse) -> section.add(reverse.step(), note(reverse)));
		return section.end();
	}

	static void comment(StringBuilder text, String line) {
		text.append("-- ").append(line.lines().collect(Collectors.joining(" "))).append('\n');
	}

	/**
	 * Writes the steps of a section. Outside of transactions, it begins one for what
	 * belongs together.
	 */
	private static final class Section {

		private final StringBuilder text = new StringBuilder();

		private final boolean transactional;

		private final String defaultSchema;

		private final UnaryOperator<String> readable;

		private final List<MigrationStep> together = new ArrayList<>();

		private final List<String> notes = new ArrayList<>();

		Section(boolean transactional, String defaultSchema, UnaryOperator<String> readable) {
			this.transactional = transactional;
			this.defaultSchema = defaultSchema;
			this.readable = readable;
		}

		void add(MigrationStep step, @Nullable String note) {
			if (!this.together.isEmpty() && (!shared(step) || !shared(this.together.get(0)))) {
				flush();
			}
			this.together.add(step);
			this.notes.add((note != null) ? note : "");
		}

		private void flush() {
			boolean begins = !this.transactional && this.together.get(0).mode() != TransactionMode.NONE
					&& this.together.stream().mapToInt((step) -> statements(step).size()).sum() > 1;
			this.text.append(begins ? "BEGIN;\n" : "");
			for (int i = 0; i < this.together.size(); i++) {
				write(this.together.get(i), this.notes.get(i));
				this.text.append((begins && i == this.together.size() - 1) ? "COMMIT;\n\n" : "\n");
			}
			this.together.clear();
			this.notes.clear();
		}

		private void write(MigrationStep step, String note) {
			comment(this.text, step.title(this.defaultSchema));
			if (!note.isEmpty()) {
				comment(this.text, note);
			}
			step.hazards().forEach((hazard) -> comment(this.text, "Hazard: " + hazard.code() + ": " + hazard.text()));
			statements(step).forEach((statement) -> this.text.append(this.readable.apply(statement)).append(";\n"));
		}

		String end() {
			if (!this.together.isEmpty()) {
				flush();
			}
			return this.text.toString();
		}

	}

}
