package io.automigrate.backup;

import java.time.Duration;

/**
 * What is to be backed up.
 *
 * @param url the JDBC URL of the connection, which may contain a password
 * @param user the role of the connection
 * @param database the database
 * @param serverVersion the server's version as a number, such as 170011
 * @param reason what is about to be done, as people read it
 * @param budget how long it may take
 */
public record BackupRequest(String url, String user, String database, int serverVersion, String reason,
		Duration budget) {

	/**
	 * Returns the server's major version.
	 * @return such as 17
	 */
	public int major() {
		return this.serverVersion / 10_000;
	}

	/** Without the URL, since it may contain a password. */
	@Override
	public String toString() {
		return "backup of " + this.database + " before " + this.reason;
	}

}
