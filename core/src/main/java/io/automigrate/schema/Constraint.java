package io.automigrate.schema;

import java.util.List;

import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table.
 *
 * @param name its name, unique within the table
 * @param kind what it demands
 * @param definition the clause as {@code pg_get_constraintdef} prints it
 * @param columns the columns it speaks of
 * @param references the table that a foreign key refers to, or {@code null}
 * @param referencedColumns the columns that a foreign key refers to
 * @param comment its comment, if any
 */
public record Constraint(String name, Kind kind, String definition, List<String> columns,
		@Nullable QualifiedName references, List<String> referencedColumns, @Nullable String comment) {

	public Constraint {
		columns = List.copyOf(columns);
		referencedColumns = List.copyOf(referencedColumns);
	}

	/**
	 * What a constraint demands, in the order in which constraints are made: a foreign
	 * key needs the key it refers to.
	 */
	public enum Kind {

		/** PRIMARY KEY. */
		PRIMARY_KEY("p", "primary key"),

		/** UNIQUE. */
		UNIQUE("u", "unique constraint"),

		/** CHECK. */
		CHECK("c", "check constraint"),

		/** EXCLUDE. */
		EXCLUSION("x", "exclusion constraint"),

		/** FOREIGN KEY. */
		FOREIGN_KEY("f", "foreign key");

		private final String code;

		private final String label;

		Kind(String code, String label) {
			this.code = code;
			this.label = label;
		}

		/**
		 * Returns the kind's name in a sentence.
		 * @return the name in lower case
		 */
		public String label() {
			return this.label;
		}

		/**
		 * Find a kind by its letter in {@code pg_constraint.contype}.
		 * @param code the letter
		 * @return the kind
		 */
		public static Kind ofCode(String code) {
			for (Kind kind : values()) {
				if (kind.code.equals(code)) {
					return kind;
				}
			}
			throw new IllegalArgumentException("No such kind of constraint: " + code);
		}

	}

}
