package io.automigrate.error;

/**
 * A file or bean that is no usable migration, found before anything was sent.
 */
public class InvalidMigrationException extends MigrationException {

	private final String origin;

	private final int line;

	/**
	 * Create an exception about a whole file or bean.
	 * @param origin the file or bean
	 * @param problem what is wrong with it, to follow its name
	 * @param wayOut what to do about it
	 */
	public InvalidMigrationException(String origin, String problem, String wayOut) {
		this(origin, 0, problem, wayOut);
	}

	/**
	 * Create an exception about a line of a file.
	 * @param origin the file
	 * @param line the line, from 1; 0 for the whole file
	 * @param problem what is wrong, to follow the place
	 * @param wayOut what to do about it
	 */
	public InvalidMigrationException(String origin, int line, String problem, String wayOut) {
		super(origin + ((line > 0) ? ", line " + line : "") + ": " + problem, wayOut, null);
		this.origin = origin;
		this.line = line;
	}

	public String origin() {
		return this.origin;
	}

	/**
	 * Returns where in the file the problem is.
	 * @return the line from 1, or 0 for the whole file
	 */
	public int line() {
		return this.line;
	}

}
