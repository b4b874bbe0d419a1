package io.automigrate.execute;

import java.util.ArrayList;
import java.util.List;

import io.automigrate.error.InvalidSourceException;
import io.automigrate.error.OpenChange;

/**
 * Stated renames that are not carried out although something has the old name.
 */
final class LeftRenames {

	private final List<OpenChange> open = new ArrayList<>();

	private final List<OpenChange> ignored = new ArrayList<>();

	/** Where no renames are looked at. */
	static LeftRenames none() {
		return new LeftRenames();
	}

	/**
	 * Take in a rename.
	 * @param object what it is about, by its new name
	 * @param from the old name
	 * @param ownerDeclared whether all sources that declare the object are known: its
	 * table or type is declared; a table itself may be declared by a source that becomes
	 * known later
	 * @param there whether the database has the new name, too
	 * @param declared whether a source declares the new name
	 * @param kept whether a source declares the old name
	 * @throws InvalidSourceException if the sources contradict themselves
	 */
	void add(String object, String from, boolean ownerDeclared, boolean there, boolean declared, boolean kept) {
		String rename = "the rename from \"" + from + "\" that is stated for it ";
		if (there) {
			if (!kept) {
				this.ignored
					.add(new OpenChange(object, "exists beside the old one, so " + rename + "was not carried out",
							"Move what is still in the old one and drop it, or remove the statement of the rename."));
			}
		}
		else if (declared && kept) {
			throw new InvalidSourceException(
					"The sources declare " + object + " as renamed from \"" + from
							+ "\", and declare that one as well.",
					"Remove the statement of the rename, or the declaration of the old name.");
		}
		else if (ownerDeclared && !kept) {
			this.open.add(new OpenChange(object,
					"is declared by no source and does not exist, so " + rename + "was not carried out",
					"Correct the names in the statement of the rename."));
		}
		else {
			this.ignored.add(new OpenChange(object, "is declared by no source, so " + rename + "was not carried out",
					"Correct the names in the statement of the rename, or remove it."));
		}
	}

	/** Those without which the new name is missing. */
	List<OpenChange> open() {
		return this.open;
	}

	/** Those that have no effect, which is seldom meant. */
	List<OpenChange> ignored() {
		return this.ignored;
	}

}
