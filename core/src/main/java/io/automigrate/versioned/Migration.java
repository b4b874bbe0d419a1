package io.automigrate.versioned;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.automigrate.error.InvalidMigrationException;
import org.jspecify.annotations.Nullable;

/**
 * A migration, from a file or a bean.
 *
 * @param version its version; of a repeatable one, {@code R__} and its name
 * @param name what it is called
 * @param description what it is for, or {@code null}
 * @param declaredDependencies the versions that it names, or {@code null} where it does
 * not say
 * @param origin the file or bean
 * @param checksum a value that changes with its content; empty where none is checked
 * @param up the way up
 * @param down the way back, or {@code null}
 * @param irreversible why it cannot be undone, empty where no reason is given, or
 * {@code null} where it does not say so
 * @param allow the losses of data that are meant, by name, such as
 * {@code DELETES_DATA:public.orders.old_total}
 * @param replaces the migrations that were folded into it, in order: their checksums by
 * version, among them perhaps one of its own version
 * @param baseline whether it is marked as applied, instead of being run, where everything
 * that it makes is in place
 */
public record Migration(String version, String name, @Nullable String description,
		@Nullable List<String> declaredDependencies, String origin, String checksum, MigrationAction up,
		@Nullable MigrationAction down, @Nullable String irreversible, List<String> allow, Map<String, String> replaces,
		boolean baseline) {

	/** How long a version may be: the history has no room for more. */
	public static final int LONGEST_VERSION = 255;

	/** How long a name may be. */
	public static final int LONGEST_NAME = 255;

	/**
	 * What versions of repeatable migrations begin with, and the names of their files.
	 */
	public static final String REPEATABLE = "R__";

	public Migration {
		declaredDependencies = (declaredDependencies != null) ? List.copyOf(declaredDependencies) : null;
		allow = List.copyOf(allow);
		replaces = Collections.unmodifiableMap(new LinkedHashMap<>(replaces));
		if (!version.matches("[A-Za-z0-9][A-Za-z0-9.-]*") && !version.startsWith(REPEATABLE)) {
			throw new InvalidMigrationException(origin,
					"\"" + version + "\" is no version: only letters, digits, dots and hyphens make one.",
					"Give it a version such as 006 or 20240419.");
		}
		if (version.length() > LONGEST_VERSION) {
			throw new InvalidMigrationException(origin, "the version \"" + version + "\" has " + version.length()
					+ " characters; the history takes " + LONGEST_VERSION + ".", "Shorten it.");
		}
		if (name.length() > LONGEST_NAME) {
			throw new InvalidMigrationException(origin,
					"the name has " + name.length() + " characters; the history takes " + LONGEST_NAME + ".",
					"Shorten it.");
		}
	}

	/** The same with other dependencies. */
	Migration dependingOn(List<String> dependencies) {
		return new Migration(this.version, this.name, this.description, dependencies, this.origin, this.checksum,
				this.up, this.down, this.irreversible, this.allow, this.replaces, this.baseline);
	}

	static Migration of(VersionedMigration bean) {
		return new Migration(bean.version(), bean.name(), bean.description(), bean.dependencies(),
				bean.getClass().getName(), bean.checksum(), new MigrationAction.Java(bean, false),
				bean.reversible() ? new MigrationAction.Java(bean, true) : null, null, List.of(), Map.of(), false);
	}

	/**
	 * Returns whether it is applied again whenever its content changes.
	 * @return whether it is repeatable
	 */
	public boolean repeatable() {
		return this.version.startsWith(REPEATABLE);
	}

	/**
	 * Returns why it cannot be rolled back.
	 * @return the reason, to follow its name, or {@code null} where it can be
	 */
	public @Nullable String noWayBack() {
		if (this.irreversible != null) {
			return "is marked irreversible" + (this.irreversible.isEmpty() ? "" : " (" + this.irreversible + ")");
		}
		return (this.down == null) ? "has no way down" : null;
	}

	/**
	 * Returns the migration as messages name it.
	 * @return version and file
	 */
	public String display() {
		return this.version + " (" + this.origin + ")";
	}

}
