package io.automigrate.plan;

import io.automigrate.diff.SchemaChange;
import io.automigrate.schema.ObjectName;
import io.automigrate.schema.SchemaObject;
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

	ObjectName id() {
		return this.object.id();
	}

	@Override
	public String toString() {
		return this.kind + " " + id().quoted();
	}

}
