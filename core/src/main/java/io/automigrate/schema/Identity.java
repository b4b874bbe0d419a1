package io.automigrate.schema;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;

/**
 * How the values of an identity column are generated.
 *
 * @param always whether a value that is given is refused: GENERATED ALWAYS
 * @param sequence the name of the sequence behind it, without the schema
 * @param options the sequence's options
 */
public record Identity(boolean always, String sequence, SequenceOptions options) {

	/**
	 * Tell whether the sequence has the name that PostgreSQL chooses, rather than one
	 * that somebody has given it.
	 * @param table the column's table
	 * @param column the column's name
	 * @return whether it may be PostgreSQL's choice; one that had to be cut short is
	 * taken for that, too
	 */
	public boolean nameChosen(QualifiedName table, String column) {
		String chosen = table.name() + "_" + column + "_seq";
		return !Identifier.fits(chosen) || this.sequence.replaceFirst("[0-9]*$", "").equals(chosen);
	}

}
