package io.automigrate.execute;

import java.util.Locale;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Data that a down migration removes or overwrites, as far as its statements and the
 * catalog tell.
 *
 * @param version the migration that is rolled back
 * @param kind what happens to the data
 * @param object the table, sequence or kind of statement, as SQL has its name
 * @param column the column, or {@code null} where it is about rows
 * @param count how many rows, or values of the column, or {@code null} where that is not
 * known
 * @param estimated whether the number is the estimate of PostgreSQL's statistics
 * @param place the file and line of the statement, or the class
 */
public record DataLoss(String version, Kind kind, String object, @Nullable String column, @Nullable Long count,
		boolean estimated, String place) {

	/**
	 * Returns the loss as a sentence.
	 * @return such as
	 * {@code Drops table "public"."orders" with 3 rows (002_orders.sql, line 5).}
	 */
	public String text() {
		String of = (this.column != null) ? "column \"" + this.column.replace("\"", "\"\"") + "\" of " + this.object
				: this.object;
		return switch (this.kind) {
			case TABLE_DROPPED -> "Drops table " + of + " with " + counted("row");
			case COLUMN_DROPPED -> "Drops " + of + " with " + counted("value");
			case COLUMN_CONVERTED -> "Converts " + of + " to another type: " + counted("value");
			case ROWS_DELETED -> "Deletes " + counted("row") + " of " + of;
			case ROWS_CHANGED -> "Changes " + counted("row") + " of " + of;
			case SEQUENCE_DROPPED -> "Drops sequence " + of + "; its current value is lost";
			case UNKNOWN -> "Runs " + of + "; whether that loses data cannot be known beforehand";
		} + " (" + this.place + ").";
	}

	private String counted(String what) {
		Long number = this.count;
		return (number == null) ? "an unknown number of " + what + "s" : (this.estimated ? "about " : "")
				+ String.format(Locale.ROOT, "%,d", number) + " " + what + ((number == 1) ? "" : "s");
	}

	/** The name of a table as messages have it. */
	static String named(String schema, String name) {
		return new QualifiedName(schema, name).quoted();
	}

	/**
	 * What happens to data.
	 */
	public enum Kind {

		/** A table is dropped with its rows. */
		TABLE_DROPPED,

		/** A column is dropped with its values. */
		COLUMN_DROPPED,

		/** The values of a column get another type. */
		COLUMN_CONVERTED,

		/** Rows are deleted. */
		ROWS_DELETED,

		/** Rows are updated. */
		ROWS_CHANGED,

		/** A sequence is dropped with its current value. */
		SEQUENCE_DROPPED,

		/** A statement or a method does what its words do not tell. */
		UNKNOWN

	}

}
