package io.automigrate.backup;

/**
 * Before which runs there has to be a backup.
 */
public enum BackupPolicy {

	/** Before none. */
	NEVER,

	/**
	 * Before whatever may lose data: steps that need consent, versioned migrations that
	 * do more than create and insert, and each way back.
	 */
	LOSSY,

	/** Before whatever changes something that is there. */
	ALWAYS

}
