package io.automigrate.error;

import java.util.List;

/**
 * A way back that leads over migrations that cannot be undone. Nothing was touched.
 */
public class IrreversibleMigrationException extends MigrationException {

	private final List<String> versions;

	public IrreversibleMigrationException(List<String> versions, String message, String wayOut) {
		super(message, wayOut, null);
		this.versions = List.copyOf(versions);
	}

	public List<String> versions() {
		return this.versions;
	}

}
