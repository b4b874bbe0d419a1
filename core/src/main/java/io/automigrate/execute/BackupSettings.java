package io.automigrate.execute;

import java.nio.file.Path;
import java.time.Duration;

import io.automigrate.backup.BackupPolicy;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.backup.PgDump;

/**
 * How a run is backed up.
 *
 * @param backup what makes the backup
 * @param policy before which runs
 * @param timeout how long it may take
 */
public record BackupSettings(MigrationBackup backup, BackupPolicy policy, Duration timeout) {

	/** Dumps to the directory {@code backups}, where anybody asks for it. */
	public static final BackupSettings NONE = new BackupSettings(new PgDump(Path.of("backups"), null, () -> null),
			BackupPolicy.NEVER, Duration.ofHours(1));

}
