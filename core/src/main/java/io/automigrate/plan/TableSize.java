package io.automigrate.plan;

/**
 * How large a table is, from the catalogs. What is not known counts as large.
 *
 * @param rows the estimated number of rows; -1 if unknown
 * @param bytes the size of its files in bytes, partitions included; -1 if unknown
 */
public record TableSize(long rows, long bytes) {

	/** Nobody knows. */
	public static final TableSize UNKNOWN = new TableSize(-1, -1);

	/** Nothing in it. */
	public static final TableSize EMPTY = new TableSize(0, 0);

	/**
	 * Returns whether work on the table may take long.
	 * @param limit the size in bytes from which on it may; negative means always
	 * @return whether it is larger, or of unknown size
	 */
	public boolean above(long limit) {
		return limit < 0 || this.bytes < 0 || this.bytes > limit;
	}

	@Override
	public String toString() {
		if (this.bytes < 0) {
			return "of unknown size";
		}
		return ((this.rows >= 0) ? "about " + this.rows + " rows, " : "") + size();
	}

	private String size() {
		if (this.bytes < 10 * 1024) {
			return this.bytes + " bytes";
		}
		long kilobytes = this.bytes / 1024;
		return (kilobytes < 10 * 1024) ? kilobytes + " kB" : kilobytes / 1024 + " MB";
	}

}
