package io.automigrate.plan;

import io.automigrate.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Something that can go wrong with a step.
 *
 * @param code what
 * @param object with what
 * @param text the sentence that says so
 * @param size how large the table is that it is about, or {@code null} if that matters
 * not
 */
public record Hazard(HazardCode code, ObjectName object, String text, @Nullable TableSize size) {

	/**
	 * Returns what has to be allowed by name for the step to be taken.
	 * @return such as {@code DELETES_DATA:public.orders.old_total}
	 */
	public String consent() {
		return this.code + ":" + this.object.path();
	}

	@Override
	public String toString() {
		return this.code + ": " + this.text + ((this.size != null) ? " (" + this.size + ")" : "");
	}

}
