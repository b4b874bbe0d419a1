package io.automigrate.plan;

/**
 * What can go wrong with a step. The names are stable: settings and scripts refer to
 * them.
 */
public enum HazardCode {

	/** Rows, values or a sequence's position are gone afterwards. */
	DELETES_DATA,
	/** Values are converted to a type that cannot hold all of them exactly. */
	LOSES_PRECISION,
	/** Rows that there are may not fit; then the step fails and nothing is changed. */
	CAN_FAIL_ON_DATA,
	/**
	 * The table and its indexes are rewritten; reads and writes block until it is done.
	 */
	REWRITES_TABLE,
	/** Writers wait for as long as it takes to read the table. */
	BLOCKS_WRITES,
	/** Queries may become slow. */
	DROPS_INDEX,
	/** Rows are accepted that were not before. */
	WEAKENS_INTEGRITY,
	/** Somebody may see or do more, or less, than before. */
	CHANGES_AUTHORIZATION,
	/** Statements do something else than before. */
	CHANGES_BEHAVIOR,
	/** Applications that know the old name or shape fail. */
	BREAKS_RUNNING_CODE,
	/** Instances of older releases are running and could not write what they can now. */
	TIGHTENS,
	/** PostgreSQL does not record who uses it. */
	UNTRACKED_DEPENDENCIES,
	/** What comes with an extension changes. */
	CHANGES_EXTENSION;

	/**
	 * Returns whether it needs consent by name, whatever the size of the table.
	 * @return whether data is lost, or older releases are in the way
	 */
	public boolean needsConsent() {
		return this == DELETES_DATA || this == LOSES_PRECISION || this == TIGHTENS;
	}

	/**
	 * Returns whether it can be allowed by name.
	 * @return whether it needs consent, or does where a table is large
	 */
	public boolean takesConsent() {
		return needsConsent() || this == REWRITES_TABLE;
	}

}
