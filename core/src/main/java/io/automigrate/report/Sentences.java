package io.automigrate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.automigrate.error.OpenChange;
import io.automigrate.execute.Changes;
import io.automigrate.execute.RunResult;

/**
 * Says what a run did, in sentences with numbers that agree.
 */
final class Sentences {

	/** How many names are listed; more are only counted. */
	private static final int LISTED = 10;

	private Sentences() {
	}

	/** Such as {@code 1 table} or {@code 2 tables}. */
	static String count(int number, String what) {
		return number + " " + what + ((number == 1) ? "" : "s");
	}

	/** Such as {@code 2 (items, logs)}, {@code 0} or {@code 1400}. */
	static String list(List<String> names) {
		return names.size() + after(" (", names) + (listed(names) ? ")" : "");
	}

	/** Such as {@code 2 tables: items, logs}, or {@code 1400 tables}. */
	static String list(List<String> names, String what) {
		return count(names.size(), what) + after(": ", names);
	}

	/** The names after what leads to them, or nothing where there are too many. */
	static String after(String lead, List<String> names) {
		return listed(names) ? lead + String.join(", ", names) : "";
	}

	private static boolean listed(List<String> names) {
		return !names.isEmpty() && names.size() <= LISTED;
	}

	/** What a run that reached its end found and did. */
	static String of(RunResult result) {
		List<String> sentences = new ArrayList<>();
		missing(result.needed(), sentences);
		moved("Applied ", result.versioned().applied(), sentences);
		moved("Rolled back ", result.versioned().rolledBack(), sentences);
		marked(result.versioned().marked(), "applied", sentences);
		marked(result.versioned().unmarked(), "not applied", sentences);
		done(result.changes(), sentences);
		int deferred = result.deferred().size();
		if (deferred > 0) {
			sentences.add(count(deferred, "change") + ((deferred == 1) ? " is" : " are") + " deferred.");
		}
		if (result.olderMessage() != null) {
			sentences.add(result.olderMessage());
		}
		if (sentences.isEmpty()) {
			sentences.add("Nothing to do.");
		}
		int left = result.differences().size() - result.needed().size() - deferred;
		if (left > 0) {
			sentences.add(count(left, "difference") + ((left == 1) ? " was" : " were") + " left alone.");
		}
		return String.join(" ", sentences);
	}

	private static void missing(List<OpenChange> needed, List<String> sentences) {
		if (!needed.isEmpty()) {
			List<String> objects = needed.stream().map(OpenChange::object).toList();
			sentences.add(count(objects.size(), "object") + " that the application needs "
					+ ((objects.size() == 1) ? "is" : "are") + " missing" + after(": ", objects) + ".");
		}
	}

	private static void moved(String how, List<String> versions, List<String> sentences) {
		if (!versions.isEmpty()) {
			sentences.add(how + list(versions, "migration") + ".");
		}
	}

	/** Such as {@code Marked 2 migrations as applied, without running them: 1, 2.} */
	private static void marked(List<String> versions, String as, List<String> sentences) {
		if (!versions.isEmpty()) {
			sentences.add("Marked " + count(versions.size(), "migration") + " as " + as + ", without running "
					+ ((versions.size() == 1) ? "it" : "them") + after(": ", versions) + ".");
		}
	}

	/** Such as {@code Created 2 objects (1 table: orders), altered 1, dropped 3.} */
	private static void done(Changes changes, List<String> sentences) {
		List<String> verbs = new ArrayList<>();
		verb("created", changes.created(), verbs);
		if (!changes.tablesCreated().isEmpty()) {
			verbs.set(0, verbs.get(0) + " (" + list(changes.tablesCreated(), "table") + ")");
		}
		verb("altered", changes.altered(), verbs);
		verb("renamed", changes.renamed(), verbs);
		verb("dropped", changes.dropped(), verbs);
		if (!verbs.isEmpty()) {
			String sentence = verbs.stream().collect(Collectors.joining(", ", "", "."));
			sentences.add(sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1));
		}
	}

	private static void verb(String verb, List<String> objects, List<String> verbs) {
		if (!objects.isEmpty()) {
			verbs.add(verb + " " + (verbs.isEmpty() ? count(objects.size(), "object") : objects.size()));
		}
	}

}
