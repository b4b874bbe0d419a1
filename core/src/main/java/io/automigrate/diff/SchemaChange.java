package io.automigrate.diff;

import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that would have to be done to make the live side like the desired one.
 */
public sealed interface SchemaChange {

	/**
	 * Returns what the change is about, by the name that is desired.
	 * @return the object
	 */
	ObjectName object();

	/**
	 * Returns whether this is a rename that a source states. Tables, columns and enums
	 * are only renamed where that is stated.
	 * @return whether the object has its old name so far
	 */
	default boolean renames() {
		return this instanceof Rename && switch (object().kind()) {
			case TABLE, COLUMN, ENUM -> true;
			default -> false;
		};
	}

	/**
	 * An object is missing. A table comes with its columns, keys and checks; its foreign
	 * keys, indexes, triggers and policies are changes of their own.
	 *
	 * @param desired the object
	 */
	record Create(SchemaObject desired) implements SchemaChange {

		@Override
		public ObjectName object() {
			return this.desired.id();
		}

	}

	/**
	 * An object exists and no source speaks of it. What is part of it goes with it.
	 *
	 * @param live the object
	 */
	record Drop(SchemaObject live) implements SchemaChange {

		@Override
		public ObjectName object() {
			return this.live.id();
		}

	}

	/**
	 * An object has another name.
	 *
	 * @param live the object as it is
	 * @param desired the object as it should be called
	 */
	record Rename(SchemaObject live, SchemaObject desired) implements SchemaChange {

		@Override
		public ObjectName object() {
			return this.desired.id();
		}

	}

	/**
	 * An object exists and differs.
	 *
	 * @param live the object as it is
	 * @param desired the object as it should be
	 * @param aspect in what they differ
	 * @param from how it is, or {@code null} for "none"
	 * @param to how it should be, or {@code null} for "none"
	 */
	record Alter(SchemaObject live, SchemaObject desired, Aspect aspect, @Nullable String from,
			@Nullable String to) implements SchemaChange {

		@Override
		public ObjectName object() {
			return this.live.id();
		}

		/**
		 * Returns whether the live side has something that no source speaks of.
		 * @return whether the change only takes away
		 */
		public boolean surplus() {
			return this.to == null && this.aspect.optional();
		}

		/**
		 * Returns the difference as a clause.
		 * @return such as {@code type is integer, expected bigint}
		 */
		public String difference() {
			return this.aspect.label() + " is " + ((this.from != null) ? this.from : "none") + ", expected "
					+ ((this.to != null) ? this.to : "none");
		}

	}

}
