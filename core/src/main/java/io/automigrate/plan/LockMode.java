package io.automigrate.plan;

/**
 * The locks on tables that steps take, by what they keep others from.
 */
public enum LockMode {

	/** Blocks other changes of the schema only. */
	SHARE_UPDATE_EXCLUSIVE("SHARE UPDATE EXCLUSIVE", "blocks neither readers nor writers"),
	/** Blocks writers. */
	SHARE("SHARE", "blocks writers"),
	/** Blocks writers. */
	SHARE_ROW_EXCLUSIVE("SHARE ROW EXCLUSIVE", "blocks writers"),
	/** Blocks everybody. */
	ACCESS_EXCLUSIVE("ACCESS EXCLUSIVE", "blocks readers and writers");

	private final String sql;

	private final String effect;

	LockMode(String sql, String effect) {
		this.sql = sql;
		this.effect = effect;
	}

	/**
	 * Returns what the lock does to others.
	 * @return a clause
	 */
	public String effect() {
		return this.effect;
	}

	boolean blocksWriters() {
		return compareTo(SHARE) >= 0;
	}

	@Override
	public String toString() {
		return this.sql;
	}

}
