package io.automigrate.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.MigrationProperties.OnDrift;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.backup.PgDump;
import io.automigrate.error.DatabaseUnavailableException;
import io.automigrate.error.MigrationException;
import io.automigrate.error.SchemaDriftException;
import io.automigrate.error.SchemaIncompleteException;
import io.automigrate.report.EnvironmentReport;
import io.automigrate.source.SchemaSource;
import io.automigrate.sql.SqlScript;
import io.automigrate.versioned.VersionedMigration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.jdbc.DataSourceBuilder;

/**
 * The migration of one data source at start-up: gathers its sources, which may become
 * known one after the other, and runs when there is something new.
 */
public final class DataSourceMigration {

	private static final Log logger = LogFactory.getLog(DataSourceMigration.class);

	private static final MigrationProperties.Datasource NO_DATASOURCE = new MigrationProperties.Datasource(null, null,
			null);

	private final boolean atStart;

	private final String name;

	private final DataSource dataSource;

	private final MigrationProperties properties;

	private final SchemaMigrator ownMigrator;

	private final List<SchemaSource> sources = new CopyOnWriteArrayList<>();

	private final List<Runnable> completions = new CopyOnWriteArrayList<>();

	private volatile @Nullable SchemaMigrator replacement;

	private volatile boolean complete;

	private boolean pending = true;

	private boolean idle;

	/**
	 * Create the migration of a data source.
	 * @param steps where the sessions of runs come from, or {@code null} to connect as
	 * the data source does
	 * @param release which release of which application it belongs to
	 * @param atStart whether it runs at start-up; otherwise only its sources are
	 * gathered, for commands
	 * @param locations where versioned migrations are
	 * @param beans versioned migrations in Java
	 * @param backup what makes backups, or {@code null} for {@code pg_dump}
	 */
	DataSourceMigration(String name, DataSource dataSource, @Nullable DataSource steps, MigrationProperties properties,
			Release release, boolean atStart, List<String> locations, List<VersionedMigration> beans,
			@Nullable MigrationBackup backup) {
		this.atStart = atStart;
		this.name = name;
		this.dataSource = dataSource;
		this.properties = properties;
		MigrationProperties.Schema schema = properties.schema();
		MigrationProperties.Versioned versioned = properties.versioned();
		SchemaMigrator.Builder builder = SchemaMigrator.builder(dataSource)
			.schemas(schema.names().toArray(String[]::new))
			.policy(schema.policy())
			.failOnDrift(schema.onDrift() == OnDrift.FAIL)
			.allow(schema.allow().toArray(String[]::new))
			.dropUnmanaged(schema.dropUnmanaged())
			.onlineAbove(schema.onlineAbove().toBytes())
			.scanTimeout(schema.scanTimeout())
			.timeout(properties.timeout())
			.lockTimeout(properties.lockTimeout())
			.lockTryTimeout(properties.lockTryTimeout())
			.stepsOn((steps != null) ? steps : StepDataSource.beside(dataSource, NO_DATASOURCE))
			.locking(properties.concurrentSafety())
			.verification(!properties.skipValidation())
			.detailedLog(properties.logging())
			.application(release.application())
			.unit(release.unit())
			.release(release.mark())
			.allowOlder(schema.allowOlder())
			.scripts(locations.toArray(String[]::new))
			.migrations(beans)
			.format(versioned.fileFormat())
			.historyTable(versioned.schema(), versioned.table())
			.outOfOrder(versioned.outOfOrder())
			.missing(versioned.missing())
			.singleHead(versioned.singleHead())
			.transaction(versioned.transaction())
			.target(versioned.target())
			.devDatabase((versioned.devUrl() != null) ? StepDataSource.beside(dataSource,
					new MigrationProperties.Datasource(versioned.devUrl(), null, null)) : null)
			.backup((backup != null) ? backup : dump(), properties.backup().policy(), properties.backup().timeout())
			.source(this::scripts);
		schema.renameHints().forEach(builder::rename);
		this.ownMigrator = builder.build();
	}

	private PgDump dump() {
		return new PgDump(this.properties.backup().directory(), this.properties.backup().pgDump(), this::password);
	}

	/** As pools know it; of one that nobody knows, libpq may find it by itself. */
	private @Nullable String password() {
		try {
			return DataSourceBuilder.derivedFrom(this.dataSource).type(PGSimpleDataSource.class).build().getPassword();
		}
		catch (RuntimeException ex) {
			logger.debug("The password of " + this.name + " is not to be had from its data source");
			return null;
		}
	}

	/**
	 * Add a source. The next {@link #run()} takes it in.
	 * @param source the source
	 */
	public void add(SchemaSource source) {
		add(source, () -> {
		});
	}

	/**
	 * Add a source that knows its scripts only later, such as when another thread has
	 * built what they are taken from. The next {@link #run()} takes it in.
	 * @param source the source
	 * @param completion waits until the source knows its scripts
	 */
	public synchronized void add(SchemaSource source, Runnable completion) {
		this.sources.add(source);
		this.completions.add(completion);
		this.pending = true;
	}

	/**
	 * Returns whether the application was started to run at all, rather than a command.
	 * @return whether the migration runs by itself
	 */
	public boolean atStart() {
		return this.atStart;
	}

	/**
	 * Returns whether the migration runs at start-up at all.
	 * @return {@code migration.enabled}
	 */
	public boolean enabled() {
		return this.properties.enabled();
	}

	/**
	 * Find out whether the database answers, before something else that needs it fails
	 * with an error that says less. If it does, what the last run remembered is asked for
	 * at once, while Hibernate builds its model.
	 * @return whether it does; {@code false} only where the application is to start
	 * nevertheless
	 * @throws DatabaseUnavailableException if it does not, and the application is not to
	 * start without it
	 */
	public boolean reachable() {
		try {
			LiveDatabase.of(this.dataSource, this.properties.effectiveTimeout());
			this.ownMigrator.lookAhead();
			return true;
		}
		catch (DatabaseUnavailableException ex) {
			if (this.properties.failOnError() && this.atStart) {
				throw ex;
			}
			return false;
		}
	}

	/**
	 * Bring the database in step with the sources that are known so far.
	 * @throws MigrationException if that fails, unless the application is to start
	 * nevertheless
	 */
	public synchronized void run() {
		this.pending = false;
		if (!this.atStart) {
			return;
		}
		try {
			this.idle = this.replacement == null && nothingIsAskedFor();
			if (this.idle) {
				return;
			}
			LiveDatabase.of(this.dataSource, this.properties.effectiveTimeout()).requirePostgres(this.name);
			migrator().migrateOrThrow();
		}
		catch (MigrationException ex) {
			logEnvironment(ex);
			if (this.properties.failOnError()) {
				throw ex;
			}
			logger.error("The application starts although the migration of %s %s: %s %s".formatted(this.name,
					(ex instanceof SchemaIncompleteException) ? "is incomplete" : "failed", ex.getMessage(),
					ex.wayOut()));
		}
	}

	/**
	 * Wait for the sources that are still being built, then run unless nothing is new
	 * since the last run.
	 */
	void finish() {
		this.completions.forEach(Runnable::run);
		runWhatIsNew();
	}

	private synchronized void runWhatIsNew() {
		if (this.pending) {
			run();
		}
		if (this.idle) {
			logger.info("Nothing to migrate in " + this.name
					+ ": it has no entities, no file matches migration.schema.locations or is in migration.versioned.locations, and no bean is a SchemaSource");
		}
	}

	/**
	 * Returns whether nothing is asked of the data source.
	 */
	synchronized boolean idle() {
		return this.idle;
	}

	/**
	 * A release of an application.
	 *
	 * @param application the application
	 * @param unit the data source, unless it is the primary one
	 * @param mark what tells which of two releases is newer, or {@code null}
	 */
	record Release(String application, String unit, @Nullable String mark) {

	}

	String name() {
		return this.name;
	}

	DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Returns the migrator that runs: the application's own where it defines one.
	 */
	SchemaMigrator migrator() {
		SchemaMigrator migrator = this.replacement;
		return (migrator != null) ? migrator : this.ownMigrator;
	}

	SchemaMigrator ownMigrator() {
		return this.ownMigrator;
	}

	/**
	 * Returns whether what all of the application's beans contribute is known.
	 */
	boolean complete() {
		return this.complete;
	}

	/**
	 * Take in what all of the application's beans contribute.
	 * @param shared the sources, which come before those already there
	 * @param migrator the migrator that runs, or {@code null} for this migration's own
	 */
	void complete(List<SchemaSource> shared, @Nullable SchemaMigrator migrator) {
		this.sources.addAll(0, shared);
		this.replacement = (migrator != this.ownMigrator) ? migrator : null;
		this.complete = true;
	}

	/**
	 * Stops at the first source that asks for something. A source that fails is left to
	 * the run, which tells why.
	 */
	private boolean nothingIsAskedFor() {
		try {
			return this.ownMigrator.versioned().isEmpty() && this.sources.stream()
				.flatMap((source) -> source.scripts().stream())
				.allMatch((script) -> script.text().isBlank());
		}
		catch (RuntimeException ex) {
			logger.debug("A source of " + this.name + " cannot be read", ex);
			return false;
		}
	}

	private List<SqlScript> scripts() {
		return this.sources.stream().flatMap((source) -> source.scripts().stream()).toList();
	}

	/**
	 * Log what else stands in the way of a migration. Asked only after a failure, so that
	 * a start with nothing to do does not pay for it, and not where the failure has said
	 * all there is: the database is away, the application is set up wrongly, or something
	 * differs or is missing. The failure itself is told once, by whoever ends or goes on
	 * with the start.
	 */
	private void logEnvironment(MigrationException failure) {
		if (failure instanceof DatabaseUnavailableException || failure instanceof MigrationSetupException
				|| failure instanceof SchemaDriftException || failure instanceof SchemaIncompleteException) {
			return;
		}
		EnvironmentReport environment = migrator().validateEnvironment();
		Stream.concat(environment.errors().stream(), environment.warnings().stream())
			.filter((line) -> !line.contains(failure.getMessage()))
			.forEach(logger::warn);
	}

}
