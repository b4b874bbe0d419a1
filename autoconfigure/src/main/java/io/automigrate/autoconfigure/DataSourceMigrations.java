package io.automigrate.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.automigrate.SchemaMigrator;
import io.automigrate.autoconfigure.DataSourceMigration.Release;
import io.automigrate.autoconfigure.MigrationProperties.Format;
import io.automigrate.backup.MigrationBackup;
import io.automigrate.execute.Instance;
import io.automigrate.source.SchemaSource;
import io.automigrate.versioned.VersionedMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * The migrations of the application's data sources. Declarative files, versioned
 * migrations and beans of type {@link SchemaSource} belong to the primary data source.
 */
public final class DataSourceMigrations {

	private final ConfigurableListableBeanFactory beanFactory;

	private final MigrationProperties properties;

	private final DeclarativeFiles files;

	private final String application;

	private final @Nullable DataSource stepDataSource;

	private final boolean atStart;

	private final List<DataSourceMigration> migrations = new ArrayList<>();

	private @Nullable DataSourceMigration primary;

	DataSourceMigrations(ConfigurableListableBeanFactory beanFactory, MigrationProperties properties,
			DeclarativeFiles files, String application, @Nullable DataSource stepDataSource, boolean atStart) {
		this.stepDataSource = stepDataSource;
		this.atStart = atStart;
		this.beanFactory = beanFactory;
		this.properties = properties;
		this.files = files;
		this.application = application;
	}

	/**
	 * Return the migration of a data source, which need not be a bean.
	 * @param dataSource the data source
	 * @param fallbackName how a data source is named that is no bean
	 * @return the migration
	 */
	public synchronized DataSourceMigration of(DataSource dataSource, String fallbackName) {
		DataSource target = target(dataSource);
		DataSource primaryDataSource = primaryDataSource();
		if (primaryDataSource != null && target(primaryDataSource) == target) {
			return primary(primaryDataSource);
		}
		return this.migrations.stream()
			.filter((migration) -> migration.dataSource() == target)
			.findFirst()
			.orElseGet(() -> create(target, null, fallbackName, List.of(), List.of()));
	}

	/**
	 * Complete all sources and run what has something new. Asks no bean for anything
	 * where the migration is disabled.
	 */
	void finish() {
		if (this.properties.enabled() || !this.atStart) {
			all().forEach(DataSourceMigration::finish);
		}
	}

	SchemaMigrators migrators() {
		Map<String, SchemaMigrator> migrators = new LinkedHashMap<>();
		all().forEach((migration) -> migrators.put(migration.name(), migration.migrator()));
		return new SchemaMigrators(migrators);
	}

	/**
	 * Returns the migrator for the primary data source, as a bean of the application may
	 * replace it.
	 */
	synchronized SchemaMigrator primaryMigrator(DataSource primaryDataSource) {
		DataSourceMigration migration = this.primary;
		return ((migration != null) ? migration : createPrimary(primaryDataSource)).ownMigrator();
	}

	private synchronized List<DataSourceMigration> all() {
		DataSource primaryDataSource = primaryDataSource();
		if (primaryDataSource == null) {
			requireNoSharedSources();
			return List.copyOf(this.migrations);
		}
		DataSourceMigration first = primary(primaryDataSource);
		List<DataSourceMigration> all = new ArrayList<>(this.migrations);
		all.remove(first);
		all.add(0, first);
		return all;
	}

	private DataSourceMigration primary(DataSource primaryDataSource) {
		DataSourceMigration migration = this.primary;
		if (migration == null) {
			migration = createPrimary(primaryDataSource);
		}
		if (!migration.complete()) {
			migration.complete(sharedSources(), provider(SchemaMigrator.class).getIfUnique());
		}
		return migration;
	}

	private DataSourceMigration createPrimary(DataSource primaryDataSource) {
		if (this.properties.versioned().format() == Format.FLYWAY && FlywayMigrations.atWork(this.beanFactory)) {
			throw new MigrationSetupException(
					"Flyway is enabled, and migration.versioned.format=FLYWAY runs its files, too: both would apply each file.",
					"Set spring.flyway.enabled=false.");
		}
		List<VersionedMigration> beans = Stream
			.concat(provider(VersionedMigration.class).orderedStream(), FlywayMigrations.of(this.beanFactory))
			.toList();
		DataSourceMigration migration = create(target(primaryDataSource), steps(target(primaryDataSource)),
				"dataSource", this.properties.versioned().locations(), beans);
		this.primary = migration;
		return migration;
	}

	/** What runs on the primary data source connect with. */
	private DataSource steps(DataSource target) {
		return (this.stepDataSource != null) ? this.stepDataSource
				: StepDataSource.beside(target, this.properties.datasource());
	}

	/** Returns this instance of the application in each database that it migrates. */
	List<Instance> instances() {
		return all().stream()
			.filter((migration) -> !migration.idle())
			.map((migration) -> migration.migrator().instance())
			.toList();
	}

	private DataSourceMigration create(DataSource target, @Nullable DataSource steps, String fallbackName,
			List<String> locations, List<VersionedMigration> beans) {
		String name = Objects.requireNonNullElse(beanName(target), fallbackName);
		DataSourceMigration migration = new DataSourceMigration(name, target, steps, this.properties,
				new Release(this.application, isPrimary(target) ? "" : name,
						ReleaseMark.of(this.properties, this.beanFactory)),
				this.atStart, locations, beans, provider(MigrationBackup.class).getIfUnique());
		this.migrations.add(migration);
		return migration;
	}

	private boolean isPrimary(DataSource target) {
		DataSource primaryDataSource = primaryDataSource();
		return primaryDataSource != null && target(primaryDataSource) == target;
	}

	private List<SchemaSource> sharedSources() {
		List<SchemaSource> sources = new ArrayList<>();
		if (!this.files.isEmpty()) {
			sources.add(this.files.source());
		}
		provider(SchemaSource.class).orderedStream().forEach(sources::add);
		return sources;
	}

	private void requireNoSharedSources() {
		if (!sharedSources().isEmpty()) {
			throw new MigrationSetupException(
					"It is not clear which data source the declarative files and SchemaSource beans are for: there are %s, and none is primary."
						.formatted(String.join(", ", dataSourceNames())),
					"Mark one of them with @Primary, or set migration.schema.locations to nothing and remove the beans.");
		}
	}

	private @Nullable DataSource primaryDataSource() {
		return provider(DataSource.class).getIfUnique();
	}

	private <T> ObjectProvider<T> provider(Class<T> type) {
		return this.beanFactory.getBeanProvider(type);
	}

	private String[] dataSourceNames() {
		return this.beanFactory.getBeanNamesForType(DataSource.class, true, false);
	}

	/**
	 * Find the bean by identity, among those that exist by now: the one that is asked for
	 * does.
	 */
	private @Nullable String beanName(DataSource target) {
		for (String name : dataSourceNames()) {
			if (this.beanFactory.getSingleton(name) instanceof DataSource bean && target(bean) == target) {
				return name;
			}
		}
		return null;
	}

	/**
	 * Look through the proxies that only concern transactions of the application.
	 */
	private static DataSource target(DataSource dataSource) {
		if (dataSource instanceof LazyConnectionDataSourceProxy
				|| dataSource instanceof TransactionAwareDataSourceProxy) {
			DataSource target = ((DelegatingDataSource) dataSource).getTargetDataSource();
			return (target != null) ? target(target) : dataSource;
		}
		return dataSource;
	}

}
