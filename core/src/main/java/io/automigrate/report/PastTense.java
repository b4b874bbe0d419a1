package io.automigrate.report;

import java.util.Map;

/**
 * Turns what a step does into what it has done: {@code create} into {@code Created}.
 */
final class PastTense {

	private static final Map<String, String> IRREGULAR = Map.of("build", "built", "drop", "dropped", "set", "set",
			"undo", "undid");

	private PastTense() {
	}

	static String of(String action) {
		String[] words = action.split(" ", 2);
		String verb = words[0];
		String past = IRREGULAR.getOrDefault(verb, verb + (verb.endsWith("e") ? "d" : "ed"));
		return Character.toUpperCase(past.charAt(0)) + past.substring(1) + ((words.length > 1) ? " " + words[1] : "");
	}

}
