package io.automigrate.plan;

import io.automigrate.diff.Aspect;
import io.automigrate.diff.SchemaChange;
import io.automigrate.diff.SchemaChange.Alter;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
import io.automigrate.schema.Table;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done with one object, before it is decided how.
 */
final class Operation {

	/** What is done. */
	enum Kind {

		RENAME, CREATE, ALTER, DROP

	}

	final Kind kind;

	final SchemaChange change;

	/** As it is, for what is altered, renamed or dropped; else as it should be. */
	final SchemaObject object;

	/** Why it is done, where the change itself does not call for it. */
	final @Nullable String because;

	/** Whether a view is there already as a stand-in, and only takes its query now. */
	boolean replacesStandIn;

	/** Whether only the stand-in is made. */
	boolean standIn;

	Operation(Kind kind, SchemaChange change, SchemaObject object, @Nullable String because) {
		this.kind = kind;
		this.change = change;
		this.object = object;
		this.because = because;
	}

	/** Whether all that it does is to take a table out of others that it is below. */
	boolean letsGo() {
		return this.change instanceof Alter alter && alter.live() instanceof Table from
				&& alter.desired() instanceof Table to && switch (alter.aspect()) {
					case PARTITION_OF -> to.parent() == null;
					case INHERITANCE -> from.inherits().containsAll(to.inherits());
					default -> false;
				};
	}

	/** Whether it puts a table below another. */
	boolean joins() {
		return !letsGo() && this.change instanceof Alter alter && alter.desired() instanceof Table
				&& (alter.aspect() == Aspect.PARTITION_OF || alter.aspect() == Aspect.INHERITANCE);
	}

	ObjectName id() {
		return this.object.id();
	}

	@Override
	public String toString() {
		return this.kind + " " + id().quoted();
	}

}
