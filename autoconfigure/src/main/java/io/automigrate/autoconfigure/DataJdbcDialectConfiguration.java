package io.automigrate.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.dialect.JdbcPostgresDialect;

/**
 * Gives Spring Data JDBC its dialect before the migration. Its mapping context needs the
 * dialect, and the migration the mapping context; by default the dialect is found out
 * with a {@code JdbcOperations}, which waits for the migration.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcDialect.class, JdbcPostgresDialect.class })
@ConditionalOnBooleanProperty(name = "migration.enabled", matchIfMissing = true)
class DataJdbcDialectConfiguration {

	@Bean
	static DialectBeforeMigration dialectBeforeMigration() {
		return new DialectBeforeMigration();
	}

	@Bean
	@ConditionalOnMissingBean
	JdbcDialect automigrateJdbcDialect() {
		return JdbcPostgresDialect.INSTANCE;
	}

}
