package io.automigrate.plan;

import java.util.List;

import io.automigrate.diff.SchemaChange;
import io.automigrate.schema.ObjectKind;
import io.automigrate.schema.ObjectName;

/**
 * A change that is called for but not made.
 *
 * @param change the change
 * @param reason why it is not made, as a clause that follows the object's name
 * @param wayOut what the reader can do, as a sentence
 * @param hazards what could go wrong if it were made
 * @param deferred whether it only waits for instances of older releases to end
 */
public record RefusedChange(SchemaChange change, String reason, String wayOut, List<Hazard> hazards, boolean deferred) {

	static final String HELD_BACK = "is held back: ";

	public RefusedChange {
		hazards = List.copyOf(hazards);
	}

	/**
	 * Returns what is left as it is.
	 * @return the object
	 */
	public ObjectName object() {
		return this.change.object();
	}

	/**
	 * Returns whether the object is not there at all, rather than there but different.
	 * @return whether something that is asked for is missing
	 */
	public boolean missing() {
		return this.change instanceof SchemaChange.Create && object().kind() != ObjectKind.DEFAULT;
	}

	/** Whether only another refusal stands in the way. */
	boolean heldBack() {
		return this.reason.startsWith(HELD_BACK);
	}

	/**
	 * Returns object, reason and way out as one line.
	 * @return the line
	 */
	public String message() {
		String object = object().quoted();
		return Character.toUpperCase(object.charAt(0)) + object.substring(1) + " " + this.reason + ". " + this.wayOut;
	}

}
