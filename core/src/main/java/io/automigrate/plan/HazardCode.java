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
	/** The table and its indexes are written anew while nobody can read or write it. */
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
	/** PostgreSQL does not record who uses it. */
	UNTRACKED_DEPENDENCIES,
	/** What comes with an extension changes. */
	CHANGES_EXTENSION;

	/**
	 * Returns whether it needs consent by name.
	 * @return whether data is lost
	 */
	public boolean needsConsent() {
		return this == DELETES_DATA || this == LOSES_PRECISION;
	}

}
