package io.automigrate.versioned;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A migration in Java of two lambdas.
 */
final class JavaMigration implements VersionedMigration {

	private final String version;

	private final boolean transactional;

	private final Direction up;

	private final @Nullable Direction down;

	JavaMigration(String version, boolean transactional, Direction up) {
		this(version, transactional, up, null);
	}

	JavaMigration(String version, boolean transactional, Direction up, @Nullable Direction down) {
		this.version = version;
		this.transactional = transactional;
		this.up = up;
		this.down = down;
	}

	@Override
	public String version() {
		return this.version;
	}

	@Override
	public String name() {
		return "java";
	}

	@Override
	public boolean transactional() {
		return this.transactional;
	}

	@Override
	public void up(MigrationContext context) throws SQLException {
		this.up.run(context);
	}

	@Override
	public boolean reversible() {
		return this.down != null;
	}

	@Override
	public void down(MigrationContext context) throws SQLException {
		if (this.down != null) {
			this.down.run(context);
		}
	}

	/** One way. */
	interface Direction {

		void run(MigrationContext context) throws SQLException;

	}

}
