package io.automigrate.execute;

import java.util.Collection;
import java.util.List;

/**
 * Where versioned migrations stand after a run or a question, and what a run did. All as
 * versions.
 *
 * @param heads those applied that no other applied one needs
 * @param pending those that the next run would apply, repeatable ones included
 * @param applied those that this run applied, in order
 * @param rolledBack those that this run rolled back, in order
 * @param marked those that were marked as applied without being run
 * @param unmarked those that were marked as not applied without being rolled back
 */
public record VersionedFacts(List<String> heads, List<String> pending, List<String> applied, List<String> rolledBack,
		List<String> marked, List<String> unmarked) {

	/** No versioned migrations. */
	public static final VersionedFacts NONE = new VersionedFacts(List.of(), List.of(), List.of(), List.of());

	public VersionedFacts {
		heads = List.copyOf(heads);
		pending = List.copyOf(pending);
		applied = List.copyOf(applied);
		rolledBack = List.copyOf(rolledBack);
		marked = List.copyOf(marked);
		unmarked = List.copyOf(unmarked);
	}

	/**
	 * Create the facts of a run that did what it says.
	 * @param heads those applied that no other applied one needs
	 * @param pending those that the next run would apply
	 * @param applied those that this run applied
	 * @param rolledBack those that this run rolled back
	 */
	public VersionedFacts(List<String> heads, List<String> pending, List<String> applied, List<String> rolledBack) {
		this(heads, pending, applied, rolledBack, List.of(), List.of());
	}

	static VersionedFacts heads(List<String> heads) {
		return new VersionedFacts(heads, List.of(), List.of(), List.of());
	}

	/** The same, where only the history was changed. */
	VersionedFacts withoutRunning() {
		return new VersionedFacts(this.heads, this.pending, List.of(), List.of(), this.applied, this.rolledBack);
	}

	/** The same, where some of those that were applied were only marked. */
	VersionedFacts marking(Collection<String> only) {
		return new VersionedFacts(this.heads, this.pending,
				this.applied.stream().filter((version) -> !only.contains(version)).toList(), this.rolledBack,
				this.applied.stream().filter(only::contains).toList(), this.unmarked);
	}

	/** Whether the history is another one afterwards. */
	public boolean changed() {
		return !(this.applied.isEmpty() && this.rolledBack.isEmpty() && this.marked.isEmpty()
				&& this.unmarked.isEmpty());
	}

	/** The same as a later question would find it. */
	VersionedFacts afterwards() {
		return new VersionedFacts(this.heads, this.pending, List.of(), List.of());
	}

}
