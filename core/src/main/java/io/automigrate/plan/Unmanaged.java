package io.automigrate.plan;

import io.automigrate.diff.Aspect;
import io.automigrate.schema.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Something that exists, that no source speaks of, and that is left alone.
 *
 * @param object the object
 * @param aspect what of the object, or {@code null} for all of it
 */
public record Unmanaged(ObjectName object, @Nullable Aspect aspect) {

	/**
	 * Return the name as people read it.
	 * @param defaultSchema the schema that need not be said
	 * @return such as {@code table old_orders} or {@code comment of table orders}
	 */
	public String display(String defaultSchema) {
		return ((this.aspect != null) ? this.aspect.label() + " of " : "") + this.object.display(defaultSchema);
	}

}
