package io.automigrate.schema;

/**
 * How a sequence counts.
 *
 * @param type the type of its values
 * @param start its first value
 * @param increment what is added each time
 * @param minimum its lowest value
 * @param maximum its highest value
 * @param cache how many values a session takes at once
 * @param cycle whether it starts again at the end
 */
public record SequenceOptions(String type, long start, long increment, long minimum, long maximum, long cache,
		boolean cycle) {

	/**
	 * Return the options as {@code CREATE SEQUENCE} takes them, without the type: an
	 * identity column's follows the column's.
	 * @return the clauses
	 */
	public String clauses() {
		return "START WITH %d INCREMENT BY %d MINVALUE %d MAXVALUE %d CACHE %d%s".formatted(this.start, this.increment,
				this.minimum, this.maximum, this.cache, this.cycle ? " CYCLE" : "");
	}

	/**
	 * Returns whether they are those of a sequence of which nobody says any.
	 * @return whether all but the type are PostgreSQL's defaults
	 */
	public boolean plain() {
		long greatest = switch (this.type) {
			case "smallint" -> Short.MAX_VALUE;
			case "integer" -> Integer.MAX_VALUE;
			default -> Long.MAX_VALUE;
		};
		return equals(new SequenceOptions(this.type, 1, 1, 1, greatest, 1, false));
	}

	@Override
	public String toString() {
		return "AS " + this.type + " " + clauses();
	}

}
