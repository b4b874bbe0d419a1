package io.automigrate.execute;

import java.util.List;

/**
 * Where versioned migrations stand after a run or a question, and what a run did. All as
 * versions.
 *
 * @param heads those applied that no other applied one needs
 * @param pending those that the next run would apply, repeatable ones included
 * @param applied those that this run applied, in order
 * @param rolledBack those that this run undid, in order
 */
public record VersionedFacts(List<String> heads, List<String> pending, List<String> applied, List<String> rolledBack) {

	/** No versioned migrations. */
	public static final VersionedFacts NONE = new VersionedFacts(List.of(), List.of(), List.of(), List.of());

	public VersionedFacts {
		heads = List.copyOf(heads);
		pending = List.copyOf(pending);
		applied = List.copyOf(applied);
		rolledBack = List.copyOf(rolledBack);
	}

	static VersionedFacts heads(List<String> heads) {
		return new VersionedFacts(heads, List.of(), List.of(), List.of());
	}

	/** The same as a later question would find it. */
	VersionedFacts afterwards() {
		return new VersionedFacts(this.heads, this.pending, List.of(), List.of());
	}

}
