package io.automigrate.backup;

/**
 * Makes a backup before a run changes anything. A bean of this type takes the place of
 * {@link PgDump}: a snapshot of the volume, the call of a provider.
 */
@FunctionalInterface
public interface MigrationBackup {

	/**
	 * Make a backup. The run has the lock and has changed nothing; it goes on when this
	 * returns.
	 * @param request what is to be backed up, and why
	 * @return where the backup is, for the run's record and the log; no secret
	 * @throws Exception if there is no backup; then the run ends without any effect
	 */
	String make(BackupRequest request) throws Exception;

}
