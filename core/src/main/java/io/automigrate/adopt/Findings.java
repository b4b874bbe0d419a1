package io.automigrate.adopt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is found in a project. What is found in many places is told once.
 */
final class Findings {

	/** How many places are named. */
	private static final int NAMED = 3;

	private final Map<Finding, Set<String>> places = new LinkedHashMap<>();

	/**
	 * Add what concerns a place.
	 * @param place the file, perhaps with a line
	 * @param what the finding as a clause, without what ends it
	 * @param action what to do about it as a sentence; empty where nothing is to be done
	 */
	void add(String place, String what, String action) {
		this.places.computeIfAbsent(new Finding(what, action), (finding) -> new LinkedHashSet<>()).add(place);
	}

	/**
	 * Add what concerns no place, or only one.
	 * @param sentence the whole finding
	 */
	void add(String sentence) {
		this.places.computeIfAbsent(new Finding(sentence, ""), (finding) -> new LinkedHashSet<>());
	}

	boolean isEmpty() {
		return this.places.isEmpty();
	}

	/** What was found, in the order in which it was. */
	List<String> sentences() {
		List<String> sentences = new ArrayList<>();
		this.places.forEach((finding, where) -> sentences.add(where.isEmpty() ? finding.what()
				: (display(where) + ": " + finding.what() + ". " + finding.action()).strip()));
		return sentences;
	}

	private static String display(Collection<String> places) {
		List<String> named = places.stream().limit(NAMED).toList();
		return switch (places.size()) {
			case 1 -> named.get(0);
			case 2, NAMED -> String.join("; ", named);
			default -> String.join("; ", named) + " and " + (places.size() - NAMED) + " more places";
		};
	}

	private record Finding(String what, String action) {

	}

}
