package io.automigrate.error;

import org.jspecify.annotations.Nullable;

/**
 * The role may not do what a run needs.
 */
public class MissingPrivilegeException extends MigrationException {

	public MissingPrivilegeException(String message, String wayOut, @Nullable Throwable cause) {
		super(message, wayOut, cause);
	}

}
