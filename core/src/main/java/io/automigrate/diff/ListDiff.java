package io.automigrate.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Two lists matched by identity, each result in the order of its list.
 *
 * @param <T> what is matched
 * @param missing what only the desired side has
 * @param surplus what only the live side has
 * @param pairs what both have
 */
record ListDiff<T>(List<T> missing, List<T> surplus, List<Pair<T>> pairs) {

	/**
	 * Match by the given identities, one after the other: what the first leaves over is
	 * offered to the next.
	 */
	@SafeVarargs
	static <T> ListDiff<T> of(List<T> live, List<T> desired, Function<T, ?>... identities) {
		List<T> missing = List.copyOf(desired);
		List<T> surplus = List.copyOf(live);
		List<Pair<T>> pairs = new ArrayList<>();
		for (Function<T, ?> identity : identities) {
			Map<Object, T> candidates = new LinkedHashMap<>();
			surplus.forEach((candidate) -> candidates.putIfAbsent(identity.apply(candidate), candidate));
			List<T> unmatched = new ArrayList<>();
			Set<T> taken = Collections.newSetFromMap(new IdentityHashMap<>());
			for (T wanted : missing) {
				T found = candidates.remove(identity.apply(wanted));
				if (found == null) {
					unmatched.add(wanted);
				}
				else {
					taken.add(found);
					pairs.add(new Pair<>(found, wanted));
				}
			}
			surplus = surplus.stream().filter((candidate) -> !taken.contains(candidate)).toList();
			missing = List.copyOf(unmatched);
		}
		return new ListDiff<>(missing, surplus, List.copyOf(pairs));
	}

	record Pair<T>(T live, T desired) {

	}

}
