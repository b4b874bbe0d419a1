package io.automigrate.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.automigrate.sql.Identifier;
import io.automigrate.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table.
 *
 * @param table the table
 * @param name its name, unique within the table
 * @param kind what it demands
 * @param definition the clause as {@code pg_get_constraintdef} prints it, without
 * {@code NOT VALID}
 * @param valid whether what there is has been checked
 * @param columns the columns it speaks of
 * @param references the table that a foreign key refers to, or {@code null}
 * @param referencedColumns the columns that a foreign key refers to
 * @param indexOptions storage parameters and tablespace of the index behind it, as
 * {@code WITH (…)} and {@code USING INDEX TABLESPACE …} have them, or {@code null}
 * @param clustered whether the table is clustered on it
 * @param comment its comment, if any
 */
public record Constraint(QualifiedName table, String name, Kind kind, String definition, boolean valid,
		List<String> columns, @Nullable QualifiedName references, List<String> referencedColumns,
		@Nullable String indexOptions, boolean clustered, @Nullable String comment) implements SchemaObject {

	private static final String INCLUDE = ") INCLUDE (";

	/** One of a list, with what separates it from the next. */
	private static final Pattern NAME = Pattern.compile("(" + Identifier.PATTERN + ")(?:, )?");

	public Constraint {
		columns = List.copyOf(columns);
		referencedColumns = List.copyOf(referencedColumns);
	}

	@Override
	public ObjectName id() {
		return ObjectName.part(this.kind.objectKind(), this.table, this.name);
	}

	/**
	 * Returns the columns that a key's index includes, which are not part of the key.
	 * @return the columns
	 */
	public List<String> included() {
		int include = this.kind.indexed() ? this.definition.indexOf(INCLUDE) : -1;
		if (include < 0) {
			return List.of();
		}
		Matcher names = NAME.matcher(this.definition);
		names.region(include + INCLUDE.length(), this.definition.length());
		List<String> included = new ArrayList<>();
		while (names.lookingAt()) {
			included.add(Identifier.unquoted(names.group(1)));
			names.region(names.end(), this.definition.length());
		}
		return included;
	}

	/**
	 * What a constraint demands, in the order in which constraints are made: a foreign
	 * key needs the key it refers to.
	 */
	public enum Kind {

		/** PRIMARY KEY. */
		PRIMARY_KEY("p", ObjectKind.PRIMARY_KEY),

		/** UNIQUE. */
		UNIQUE("u", ObjectKind.UNIQUE),

		/** CHECK. */
		CHECK("c", ObjectKind.CHECK),

		/** EXCLUDE. */
		EXCLUSION("x", ObjectKind.EXCLUSION),

		/** FOREIGN KEY. */
		FOREIGN_KEY("f", ObjectKind.FOREIGN_KEY);

		private final String code;

		private final ObjectKind objectKind;

		Kind(String code, ObjectKind objectKind) {
			this.code = code;
			this.objectKind = objectKind;
		}

		/**
		 * Returns the kind of object that such a constraint is.
		 * @return the kind
		 */
		public ObjectKind objectKind() {
			return this.objectKind;
		}

		/**
		 * Returns whether an index stands behind it.
		 * @return whether it is a key or an exclusion constraint
		 */
		public boolean indexed() {
			return this == PRIMARY_KEY || this == UNIQUE || this == EXCLUSION;
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
